import {
  COMPARE_CLASSES_DIFFER,
  COMPARE_CLIPS_DIFFER,
  COMPARE_TOO_FEW_SHARED,
  COMPARE_TRUTH_DIFFERS,
} from '../errors/compare.js';
import type { Predictions } from '../experiment/predictions.js';
import type { PredictionLine } from '../runs/documents/predictions.js';

/** What a kept run says of its held-out clips. */
export interface HeldOut {
  /** How messages call the run. */
  readonly run: string;
  readonly classes: readonly string[];
  /** Of the test part. */
  readonly lines: readonly PredictionLine[];
}

/** Two runs' predictions of the same clips, row by row, with the classes in the first run's order. */
export interface PairedPredictions {
  readonly clips: readonly string[];
  readonly first: Predictions;
  readonly second: Predictions;
}

/** Of each run's held-out clips, the share that the other must have held out too. A few skipped clips do no harm. */
const ENOUGH_SHARED = 0.9;
/** Fewer clips than these say nothing, whatever is asked for. */
const FEWEST_SHARED = 20;

/**
 * Brings the predictions of two runs together on the clips that both held out.
 *
 * Where the runs did not hold out the same clips, those that they share are taken if they are at least nine tenths of
 * each run's, or, with `anyShare`, whatever their share is; there must be 20.
 *
 * @throws COMPARE_CLASSES_DIFFER, COMPARE_CLIPS_DIFFER, COMPARE_TOO_FEW_SHARED, COMPARE_TRUTH_DIFFERS
 */
export function pairClips(first: HeldOut, second: HeldOut, { anyShare = false } = {}): PairedPredictions {
  requireSameClasses(first, second);
  const ofSecond = new Map(second.lines.map((line) => [line.clip, line]));
  const pairs = first.lines.flatMap((line) => {
    const other = ofSecond.get(line.clip);
    return other === undefined ? [] : [{ line, other }];
  });
  requireEnough(first, second, pairs.length, anyShare);
  const changed = pairs.find(({ line, other }) => line.truth !== other.truth);
  if (changed !== undefined) {
    const { line, other } = changed;
    throw COMPARE_TRUTH_DIFFERS({ clip: line.clip, first: line.truth, second: other.truth });
  }
  return {
    clips: pairs.map(({ line }) => line.clip),
    first: predictionsOf(
      pairs.map(({ line }) => line),
      first.classes,
      first.classes,
    ),
    second: predictionsOf(
      pairs.map(({ other }) => other),
      second.classes,
      first.classes,
    ),
  };
}

function requireSameClasses(first: HeldOut, second: HeldOut): void {
  const onlyFirst = first.classes.filter((name) => !second.classes.includes(name));
  const onlySecond = second.classes.filter((name) => !first.classes.includes(name));
  if (onlyFirst.length + onlySecond.length === 0) return;
  throw COMPARE_CLASSES_DIFFER({ first: first.run, second: second.run, onlyFirst, onlySecond });
}

function requireEnough(first: HeldOut, second: HeldOut, shared: number, anyShare: boolean): void {
  const [ofFirst, ofSecond] = [first.lines.length, second.lines.length];
  const counts = { first: first.run, second: second.run, ofFirst, ofSecond, shared };
  const same = shared === ofFirst && shared === ofSecond;
  if (!same && !anyShare && shared < ENOUGH_SHARED * Math.max(ofFirst, ofSecond)) {
    throw COMPARE_CLIPS_DIFFER({ ...counts, enough: ENOUGH_SHARED });
  }
  if (!same && shared < FEWEST_SHARED) throw COMPARE_TOO_FEW_SHARED({ ...counts, fewest: FEWEST_SHARED });
}

/** The lines as predictions whose columns stand in the order of `wanted`. */
function predictionsOf(
  lines: readonly PredictionLine[],
  kept: readonly string[],
  wanted: readonly string[],
): Predictions {
  const columns = wanted.map((name) => kept.indexOf(name));
  return {
    classes: wanted,
    truth: Int32Array.from(lines, ({ truth }) => wanted.indexOf(truth)),
    probabilities: Float64Array.from(
      lines.flatMap(({ probabilities }) => columns.map((column) => probabilities[column])),
    ),
  };
}
