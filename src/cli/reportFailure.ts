import { EXIT, IntoneError, IntoneErrors, isIntoneError } from '../core/errors.js';
import { usageErrors } from '../core/errors/usage.js';
import { messageOf } from '../core/text/words.js';
import { paletteFor } from './colour.js';
import { errorRecord, printError } from './printError.js';

export interface FailureOptions {
  /** Print `{"error": …}` on stdout instead of text on stderr. */
  readonly json: boolean;
  /** Print the stack of a fault of intone's own. */
  readonly verbose: boolean;
}

/** Codes of the operating system that a user can do something about, and what. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'Give yourself the right to it, or name another place.'],
  ['EPERM', 'Give yourself the right to it, or name another place.'],
  ['EROFS', 'The file system is read-only: name another place.'],
  ['ENOSPC', 'The disk is full: make room or name another place.'],
  ['EDQUOT', 'Your quota is used up: make room or name another place.'],
  ['ENOTDIR', 'A part of the path is a file where a folder is needed.'],
  ['EISDIR', 'The path is a folder where a file is needed.'],
  ['EMFILE', 'Too many files are open: raise the limit (ulimit -n).'],
]);

/** Tells the user why a command failed. Returns the exit code. */
export function reportFailure(error: unknown, options: FailureOptions): number {
  const mistakes = mistakesIn(error);
  const exit = mistakes.length > 0 ? Math.max(...mistakes.map((mistake) => mistake.exit)) : EXIT.internal;
  if (options.json) {
    const records = mistakes.length > 0 ? mistakes.map(errorRecord) : [internalRecord(error, options)];
    const [{ code }] = records;
    const message = records.map((record) => record['message']).join('\n');
    console.log(JSON.stringify({ error: { exit, code, message, mistakes: records } }, null, 2));
  } else if (mistakes.length > 0) {
    const palette = paletteFor(process.stderr);
    console.error(mistakes.map((mistake) => printError(mistake, palette)).join('\n\n'));
  } else {
    const { message, help, stack } = internalRecord(error, options);
    const palette = paletteFor(process.stderr);
    console.error(`${palette.bad('error[INTERNAL]')} ${message}\n  ${palette.strong('help:')} ${help}`);
    if (stack !== undefined) console.error(stack);
  }
  return exit;
}

/** The errors that are the user's to mend; none where the fault is intone's. */
function mistakesIn(error: unknown): readonly IntoneError[] {
  if (error instanceof IntoneErrors) return error.errors;
  if (isIntoneError(error)) return [error];
  if (error instanceof Error && error.name === 'AbortError') return [usageErrors.INTERRUPTED({})];
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const hint = REFUSALS.get(error.code);
    if (hint !== undefined) return [usageErrors.SYSTEM_REFUSED({ reason: error.message, hint })];
  }
  return [];
}

function internalRecord(
  error: unknown,
  { verbose }: FailureOptions,
): { code: string; message: string; help: string; stack?: string } {
  const message = messageOf(error);
  const stack = error instanceof Error ? error.stack : undefined;
  const again = verbose ? 'the stack below' : 'what the same command prints with --verbose';
  return {
    code: 'INTERNAL',
    message: `This is a fault of intone, not of your input: ${message}`,
    help: `Please report it where you got intone from, with what 'intone doctor' prints and ${again}.`,
    ...(verbose && stack !== undefined && { stack }),
  };
}
