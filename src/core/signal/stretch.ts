/** Part of a signal: `values[0]` is its sample number `first`, which may be negative; outside it is zero. */
export interface Stretch {
  readonly first: number;
  readonly values: Float64Array;
}
