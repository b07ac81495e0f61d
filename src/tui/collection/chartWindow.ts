/** The part of an x axis that is shown. */
export interface ChartWindow {
  readonly from: number;
  readonly to: number;
}

/** Epochs that a window holds at least, about. */
const SHORTEST = 4;
/** A step of panning is a quarter of the window. */
const STEPS = 4;

/**
 * The window over all that there is: halved `zoom` times, and moved back by `pan` steps from the newest, which it keeps
 * in view where it is not moved.
 */
export function chartWindow(extents: readonly ChartWindow[], zoom: number, pan: number): ChartWindow {
  if (extents.length === 0) return { from: 0, to: 1 };
  const from = Math.min(...extents.map((extent) => extent.from));
  const to = Math.max(...extents.map((extent) => extent.to));
  const length = (to - from) / 2 ** zoom;
  const end = Math.max(from + length, to - (pan * length) / STEPS);
  return { from: end - length, to: end };
}

/** How often the length of runs of up to so many epochs can be halved. */
export function zoomMost(epochs: number): number {
  return Math.max(0, Math.floor(Math.log2(Math.max(1, epochs) / SHORTEST)));
}
