import { isAbsolute, relative } from 'node:path';
import type { IntoneError, SourceLocation } from '../core/errors.js';
import type { Palette } from './colour.js';

/** An error as the terminal shows it: what was wrong, where, what is allowed, what to do. */
export function printError(error: IntoneError, palette: Palette): string {
  const lines = [`${palette.bad(`error[${error.code}]`)} ${error.message}`];
  if (error.where) {
    lines.push(`  ${palette.faint('-->')} ${locationLine(error.where)}`);
    if (error.where.frame !== undefined) lines.push(error.where.frame.trimEnd());
  }
  if (error.allowed !== undefined) lines.push(`  ${palette.strong('allowed:')} ${error.allowed}`);
  if (error.hint !== undefined) lines.push(`  ${palette.strong('help:')} ${error.hint}`);
  return lines.join('\n');
}

/** The same for `--json`. */
export function errorRecord(error: IntoneError): Record<string, unknown> {
  const { code, message, allowed, hint, where } = error;
  return {
    code,
    message,
    ...(allowed !== undefined && { allowed }),
    ...(hint !== undefined && { help: hint }),
    ...(where && { file: where.file, line: where.line, column: where.column }),
  };
}

/** `file:line:column`, relative to the working directory where the file lies in it. */
export function locationLine({ file, line, column }: SourceLocation): string {
  const fromHere = isAbsolute(file) ? relative(process.cwd(), file) : file;
  const shown = fromHere.startsWith('..') || fromHere === '' ? file : fromHere;
  return [shown, line, column].filter((part) => part !== undefined).join(':');
}
