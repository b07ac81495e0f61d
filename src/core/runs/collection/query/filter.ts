import {
  QUERY_BAD_VALUE,
  QUERY_NOT_A_NUMBER,
  QUERY_NO_ORDER,
  QUERY_UNKNOWN_KEY,
} from '../../../errors/collection.js';
import type { IntoneError } from '../../../errors/entry.js';
import type { CollectedRun } from '../collect.js';
import { isList, type Leaf } from '../configLeaves.js';
import { placeIn, type Condition, type Operator } from './condition.js';
import { keysOf, needsDocuments, TIME_KEYS, valueOf } from './valueOf.js';

const STATES = ['running', 'finished', 'failed', 'interrupted', 'died', 'damaged'];
const NONE = ['none', 'null'];

/**
 * The runs that meet every condition. A run that lacks a condition's key does not meet it.
 *
 * Numbers are compared as numbers; a list (tags, features) is equal to each of its items; `none` is what is switched
 * off or not defined. Where no run has metrics yet, a key that is not known may be one, and meets nothing.
 *
 * @throws QUERY_UNKNOWN_KEY, QUERY_NOT_A_NUMBER, QUERY_NO_ORDER, QUERY_BAD_VALUE, with the column
 */
export function filterRuns(
  runs: readonly CollectedRun[],
  conditions: readonly Condition[],
): readonly CollectedRun[] {
  return conditions.reduce((left, condition) => {
    requireKnown(runs, condition.key.text, placeIn(condition.source, condition.key));
    const { met, problem } = meeting(runs, condition);
    if (met === null && problem !== null) throw problem;
    return left.filter((run) => met?.has(run) === true);
  }, runs);
}

/**
 * Makes sure that some run has a key.
 *
 * @throws QUERY_UNKNOWN_KEY
 */
export function requireKnown(
  runs: readonly CollectedRun[],
  key: string,
  where?: Parameters<typeof QUERY_UNKNOWN_KEY>[1],
): void {
  const unknown = needsDocuments(key) && runs.every((run) => valueOf(run, key) === undefined);
  if (!unknown || runs.every(({ metrics }) => metrics === null)) return;
  throw QUERY_UNKNOWN_KEY({ key, known: keysOf(runs) }, where);
}

/** The runs that meet a condition; `met` is null where not one of them could be compared with its value. */
function meeting(
  runs: readonly CollectedRun[],
  condition: Condition,
): { readonly met: ReadonlySet<CollectedRun> | null; readonly problem: IntoneError | null } {
  const met = new Set<CollectedRun>();
  let compared = false;
  let problem: IntoneError | null = null;
  for (const run of runs) {
    const value = valueOf(run, condition.key.text);
    if (value === undefined || (value === null && !isEquality(condition))) continue;
    const mistake = mistakeOf(condition, value);
    problem ??= mistake;
    if (mistake !== null) continue;
    compared = true;
    if (meets(condition, value)) met.add(run);
  }
  return { met: compared ? met : null, problem };
}

/** Why a condition cannot be asked of a value, or null. */
function mistakeOf(condition: Condition, found: Leaf): IntoneError | null {
  const { source, key, operator, value } = condition;
  const equality = isEquality(condition);
  const none = NONE.includes(value.text);
  const at = placeIn(source, value);
  if (typeof found === 'number') {
    const comparable = isNumber(value.text) || (none && equality);
    return comparable ? null : QUERY_NOT_A_NUMBER({ key: key.text, found: value.text }, at);
  }
  if (!equality && !TIME_KEYS.includes(key.text)) {
    return QUERY_NO_ORDER({ key: key.text, operator, kind: kindOf(found) }, at);
  }
  const allowed = allowedValues(key.text, found);
  if (allowed === null || none || allowed.includes(value.text)) return null;
  return QUERY_BAD_VALUE({ key: key.text, found: value.text, allowed }, at);
}

function allowedValues(key: string, found: Leaf): readonly string[] | null {
  if (key === 'state') return STATES;
  return typeof found === 'boolean' || key === 'passed' ? ['true', 'false'] : null;
}

function meets({ operator, value }: Condition, found: Leaf): boolean {
  if (operator === '=') return equals(found, value.text);
  if (operator === '!=') return !equals(found, value.text);
  if (typeof found === 'number') return ordered(found, operator, Number(value.text));
  return ordered(String(found), operator, value.text);
}

function equals(found: Leaf, text: string): boolean {
  if (isList(found)) return found.some((item) => equals(item, text));
  if (found === null) return NONE.includes(text);
  return typeof found === 'number' ? isNumber(text) && found === Number(text) : String(found) === text;
}

function ordered<T extends number | string>(found: T, operator: Operator, limit: T): boolean {
  if (operator === '>') return found > limit;
  if (operator === '>=') return found >= limit;
  return operator === '<' ? found < limit : found <= limit;
}

function isEquality({ operator }: Condition): boolean {
  return operator === '=' || operator === '!=';
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

/** A value's kind, as messages say it. */
export function kindOf(value: Leaf): string {
  if (isList(value)) return 'a list';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'number' ? 'a number' : 'a text';
}
