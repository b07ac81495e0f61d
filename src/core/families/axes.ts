import { isSeq, isNode, parseDocument } from 'yaml';
import { toPlain } from '../config/node.js';
import type { Override } from '../config/overrides.js';
import { placedOverride, type SweptKey } from '../config/sweep.js';
import { FAMILY_OVER_SYNTAX } from '../errors/families.js';

/** One of the values that members of a family have. */
export interface AxisValue {
  /** As `--set` takes it after the equals sign. */
  readonly text: string;
  /** As tables and messages show it. */
  readonly label: string;
  /** Where the config itself has it, with its place there. */
  readonly placed?: Override;
}

/** A key of the config that the members of a family differ in, and its values. */
export interface Axis {
  /** Dotted, as after `--set`. */
  readonly path: string;
  readonly values: readonly AxisValue[];
}

/** Values of one axis at most. */
const MOST_VALUES = 1000;

/**
 * Reads `--over KEY=VALUES`: values as after `--set`, with commas between them, and `A..B` for whole numbers.
 *
 * @throws FAMILY_OVER_SYNTAX
 */
export function parseAxis(argument: string): Axis {
  const wrong = (problem: string): Error => FAMILY_OVER_SYNTAX({ argument, problem });
  const equals = argument.indexOf('=');
  const path = argument.slice(0, Math.max(0, equals)).trim();
  if (equals < 1 || path.split('.').some((key) => key.trim() === '')) throw wrong('there is no KEY=');
  const texts = valueTexts(argument.slice(equals + 1)).flatMap((text) => {
    const values = valuesIn(text);
    if (values === null) throw wrong(`'${text}' is no range from the lower number to the higher`);
    return values;
  });
  if (texts.length === 0) throw wrong('there is no value');
  if (texts.length > MOST_VALUES) throw wrong(`these are ${texts.length} values`);
  const twice = texts.find((text, index) => texts.indexOf(text) < index);
  if (twice !== undefined) throw wrong(`the value '${twice}' is there twice`);
  return { path, values: texts.map((text) => ({ text, label: text })) };

  function valueTexts(text: string): readonly string[] {
    const list = `[${text}]`;
    const { contents, errors } = parseDocument(list);
    if (errors.length > 0 || !isSeq(contents) || !isNode(contents) || contents.range[1] !== list.length) {
      throw wrong('the values are not as YAML writes them');
    }
    return contents.items.map((item) => {
      const [start, end] = isNode(item) ? item.range : [0, 0];
      if (end === start) throw wrong('a value is empty');
      return list.slice(start, end);
    });
  }
}

/** `lower..upper`, both of them included, or the one value. */
function valuesIn(text: string): readonly string[] | null {
  const match = /^(-?\d+)\.\.(-?\d+)$/.exec(text);
  if (match === null) return [text];
  const [from, to] = [Number(match[1]), Number(match[2])];
  if (to < from) return null;
  return Array.from({ length: Math.min(to - from, MOST_VALUES) + 1 }, (_, index) => String(from + index));
}

/** Whole numbers from 1. */
export function countingAxis(path: string, count: number): Axis {
  const values = Array.from({ length: count }, (_, index) => String(index + 1));
  return { path, values: values.map((text) => ({ text, label: text })) };
}

/** What a config names under `sweep:`. */
export function sweptAxis(key: SweptKey): Axis {
  return {
    path: key.path,
    values: key.values.map((node) => {
      const plain = toPlain(node);
      const text = JSON.stringify(plain);
      return { text, label: typeof plain === 'string' ? plain : text, placed: placedOverride(key, node) };
    }),
  };
}

/** The axes of both lists; of one that both have, the later list's. */
export function joinAxes(first: readonly Axis[], later: readonly Axis[]): readonly Axis[] {
  const replaced = new Set(later.map(({ path }) => path));
  return [...first.filter(({ path }) => !replaced.has(path)), ...later];
}

/** How many combinations there are of the axes' values. */
export function countCombinations(axes: readonly Axis[]): number {
  return axes.reduce((product, { values }) => product * values.length, 1);
}

/** All combinations of the axes' values; the last axis changes first. One empty combination where there is no axis. */
export function combinations(axes: readonly Axis[]): readonly (readonly AxisValue[])[] {
  return axes.reduce<readonly (readonly AxisValue[])[]>(
    (sofar, { values }) => sofar.flatMap((head) => values.map((value) => [...head, value])),
    [[]],
  );
}
