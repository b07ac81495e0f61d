import type { GateCheck } from '../config/experiment.js';

/** One side of a check. */
export interface Threshold {
  /** E.g. `> 0.75`. */
  readonly words: string;
  readonly limit: number;
  /** Whether the limit bounds from below (`min`, `above`) or from above. */
  readonly side: 'lower' | 'upper';
  readonly holds: (value: number) => boolean;
}

type Limits = Pick<GateCheck, 'min' | 'max' | 'above' | 'below'>;

/** The thresholds of a check: `min` is ≥, `above` is >, `max` is ≤, `below` is <. */
export function thresholdsOf({ min, max, above, below }: Limits): readonly Threshold[] {
  const thresholds: Threshold[] = [];
  if (above !== undefined) {
    thresholds.push({ words: `> ${above}`, limit: above, side: 'lower', holds: (value) => value > above });
  }
  if (min !== undefined) {
    thresholds.push({ words: `≥ ${min}`, limit: min, side: 'lower', holds: (value) => value >= min });
  }
  if (below !== undefined) {
    thresholds.push({ words: `< ${below}`, limit: below, side: 'upper', holds: (value) => value < below });
  }
  if (max !== undefined) {
    thresholds.push({ words: `≤ ${max}`, limit: max, side: 'upper', holds: (value) => value <= max });
  }
  return thresholds;
}
