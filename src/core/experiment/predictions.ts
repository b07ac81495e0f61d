/** What a model says of labelled rows. */
export interface Predictions {
  /** Class names, in the order of the columns of `probabilities`. */
  readonly classes: readonly string[];
  /** True class index of each row. */
  readonly truth: Int32Array;
  /** Row-major, shape [rows, classes]; each row sums to 1. */
  readonly probabilities: Float64Array;
}

/** A metric that an evaluator makes. */
export interface MetricInfo {
  /** As a gate names it, e.g. `accuracy`, `f1.macro`, `recall`. */
  readonly name: string;
  /** One number, or one number a class. */
  readonly per: 'overall' | 'class';
  /** Which way is better. */
  readonly better: 'higher' | 'lower';
  /** False where resampling biases the metric, so that a percentile interval would not even hold its value. */
  readonly interval?: false;
  /** One sentence, with the source of its definition. */
  readonly summary: string;
}

/** The values of an evaluator's metrics on one set of predictions. A metric that is not defined there is NaN. */
export interface MetricValues {
  readonly overall: Readonly<Record<string, number>>;
  /** metric → one value a class, in the order of `classes`. */
  readonly perClass: Readonly<Record<string, readonly number[]>>;
}

/** A value with its confidence interval; `null` where the metric is not defined. */
export interface Estimate {
  readonly value: number | null;
  readonly low?: number;
  readonly high?: number;
}

/** How many rows of a part are of a class, and how many the model takes for it (the most probable class). */
export interface ClassCounts {
  readonly rows: number;
  readonly predicted: number;
}

/** All metrics of one part, as `metrics.json` keeps them. */
export interface PartMetrics {
  readonly rows: number;
  /** Of what the intervals' resamples are drawn; absent: of clips. */
  readonly intervals?: { readonly by: 'speaker'; readonly speakers: number };
  /** By class name, in the order of the classes. */
  readonly counts: Readonly<Record<string, ClassCounts>>;
  readonly overall: Readonly<Record<string, Estimate>>;
  /** metric → class name → estimate. */
  readonly perClass: Readonly<Record<string, Readonly<Record<string, Estimate>>>>;
  /** What evaluators show beside their metrics, by evaluator name, e.g. the confusion matrix. */
  readonly details: Readonly<Record<string, unknown>>;
}
