import type { Contour } from './contour.js';

/** Frames of several columns: what a statistic that compares columns looks at beside its own. */
export interface Company {
  /** Mean of the means of all columns of the group. */
  readonly mean: number;
}

type Compute = (contour: Contour, company: Company) => number;

const percentile =
  (percent: number): Compute =>
  (contour) =>
    contour.quantile(percent / 100);

/** Each statistic by its name in the config. */
export const STATISTICS = {
  mean: (contour) => contour.mean,
  deviation: (contour) => contour.deviation,
  minimum: percentile(0),
  p1: percentile(1),
  p5: percentile(5),
  p10: percentile(10),
  p25: percentile(25),
  p50: percentile(50),
  p75: percentile(75),
  p90: percentile(90),
  p95: percentile(95),
  p99: percentile(99),
  maximum: percentile(100),
  iqr: (contour) => contour.quantile(0.75) - contour.quantile(0.25),
  skewness: (contour) => contour.skewness,
  kurtosis: (contour) => contour.kurtosis,
  slope: (contour) => contour.slope,
  shape: (contour, { mean }) => contour.mean - mean,
  'delta-deviation': ({ delta }) => delta.deviation,
  'delta-mean-absolute': ({ delta }) => delta.meanAbsolute,
  'delta2-deviation': ({ delta }) => delta.delta.deviation,
  frames: ({ values }) => values.length,
  runs: (contour) => contour.runs(true).length,
  'run-mean': (contour) => mean(contour.runs(true)),
  'run-deviation': (contour) => deviation(contour.runs(true)),
  'gap-mean': (contour) => mean(contour.runs(false)),
} as const satisfies Readonly<Record<string, Compute>>;

export type Statistic = keyof typeof STATISTICS;

export function computed(statistic: Statistic, contour: Contour, company: Company): number {
  const compute: Compute = STATISTICS[statistic];
  return compute(contour, company);
}

/** 0 of none. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}
