import { locationOf } from '../../../config/codeFrame.js';
import type { SourceLocation } from '../../../errors/entry.js';
import { QUERY_SYNTAX } from '../../../errors/collection.js';

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=';

/** A word of a condition, and where it starts; columns count from 0. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A condition on runs, e.g. `f1.macro > .8`. */
export interface Condition {
  readonly source: string;
  readonly key: Word;
  readonly operator: Operator;
  readonly value: Word;
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '≠': '!=',
  '>': '>',
  '>=': '>=',
  '≥': '>=',
  '<': '<',
  '<=': '<=',
  '≤': '<=',
};

/**
 * Reads `KEY COMPARISON VALUE`. The comparison is one of = (also ==), !=, >, >=, <, <=; a value with blanks stands in
 * single or double quotation marks.
 *
 * @throws QUERY_SYNTAX, with the column
 */
export function parseCondition(source: string): Condition {
  const key = wordAt(source, 0, /[^\s=!<>≠≥≤"']*/y);
  if (key.text === '') throw syntaxError(source, 'key', wordAt(source, key.start, /\S*/y));
  const sign = wordAt(source, key.end, /[=!<>≠≥≤]+|\S*/y);
  if (!Object.hasOwn(OPERATORS, sign.text)) throw syntaxError(source, 'operator', sign);
  const { value, end } = valueAt(source, sign.end);
  const rest = wordAt(source, end, /\S*/y);
  if (rest.text !== '') throw syntaxError(source, 'end', rest);
  return { source, key, operator: OPERATORS[sign.text], value };
}

function valueAt(source: string, from: number): { readonly value: Word; readonly end: number } {
  const bare = wordAt(source, from, /\S*/y);
  if (bare.text === '') throw syntaxError(source, 'value', bare);
  const quote = bare.text[0];
  if (quote !== '"' && quote !== "'") return { value: bare, end: bare.end };
  const close = source.indexOf(quote, bare.start + 1);
  if (close < 0) throw syntaxError(source, 'quote', { ...bare, end: source.length });
  const text = source.slice(bare.start + 1, close);
  return { value: { text, start: bare.start, end: close + 1 }, end: close + 1 };
}

/** The word of that form at a place, blanks before it left out; empty where there is none. */
function wordAt(source: string, from: number, form: RegExp): Word {
  const start = from + source.slice(from).search(/\S|$/);
  form.lastIndex = start;
  const text = form.exec(source)?.[0] ?? '';
  return { text, start, end: start + text.length };
}

function syntaxError(
  source: string,
  expected: 'key' | 'operator' | 'value' | 'quote' | 'end',
  found: Word,
): ReturnType<typeof QUERY_SYNTAX> {
  return QUERY_SYNTAX({ found: found.text, expected }, placeIn(source, found));
}

/** Where a word stands in a condition: its column, counted from 1, and the condition with carets under the word. */
export function placeIn(source: string, { start, end }: Word): SourceLocation {
  const argument = { file: '--where', folder: '.', text: source, argument: true } as const;
  return { ...locationOf({ source: argument, start, end }), line: 1, column: start + 1 };
}
