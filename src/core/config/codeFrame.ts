import { LineCounter } from 'yaml';
import type { IntoneError, SourceLocation } from '../errors/entry.js';
import { childOf, type ConfigNode, type ConfigPath, type Origin } from './node.js';

/** Lines shown before and after the one with the mistake. */
const AROUND = 1;

/** Where an origin starts, with the lines around it and carets under it. */
export function locationOf(origin: Origin): SourceLocation {
  const { source, start, end } = origin;
  if (source.argument) {
    return { file: source.file, frame: `  ${source.text}\n  ${carets(source.text, start, end)}` };
  }
  const { line, col } = lineCounter(source.text).linePos(start);
  const lines = source.text.split(/\r?\n/);
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  const width = String(last).length;
  const shown: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1];
    if (number !== line && text.trim() === '') continue;
    const marker = number === line ? '>' : ' ';
    shown.push(`${marker} ${String(number).padStart(width)} | ${text}`.trimEnd());
    if (number === line)
      shown.push(`  ${' '.repeat(width)} | ${carets(text, col - 1, col - 1 + end - start)}`);
  }
  return { file: source.file, line, column: col, frame: shown.join('\n') };
}

/** Where the value at a path stands; for what is not there, the key or the map that it is missing from. */
export function locate(root: ConfigNode, path: ConfigPath): SourceLocation {
  let node = root;
  let origin = root.origin;
  for (const step of path) {
    const key = node.type === 'map' ? node.entries.get(step)?.key : undefined;
    const child = childOf(node, step);
    if (child === undefined) break;
    node = child;
    origin = key === undefined || (child.type === 'scalar' && child.value !== null) ? child.origin : key;
  }
  return locationOf(origin);
}

/** Where the key itself stands. */
export function locateKey(root: ConfigNode, path: ConfigPath, key: string): SourceLocation {
  const parent = path.reduce<ConfigNode | undefined>((node, step) => node && childOf(node, step), root);
  const origin = parent?.type === 'map' ? parent.entries.get(key)?.key : undefined;
  return origin === undefined ? locate(root, path) : locationOf(origin);
}

/** Errors as one reads them: from the top of the file to its end. */
export function inOrder(errors: readonly IntoneError[]): IntoneError[] {
  const line = ({ where }: IntoneError): number => where?.line ?? 0;
  const column = ({ where }: IntoneError): number => where?.column ?? 0;
  return [...errors].sort((one, other) => line(one) - line(other) || column(one) - column(other));
}

/** Carets from one column to another, on the line's own tabs, at least one and not past its end. */
function carets(text: string, start: number, end: number): string {
  const before = text.slice(0, start).replace(/[^\t]/g, ' ');
  const count = Math.max(1, Math.min(end, text.length) - start);
  return before + '^'.repeat(count);
}

function lineCounter(text: string): LineCounter {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) counter.addNewLine(at + 1);
  return counter;
}
