/** The part of an x axis that is shown. */
export interface ChartWindow {
  readonly from: number;
  readonly to: number;
}

/** Epochs, or seconds, that a window holds at least. */
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

/** How often what there is can be halved. */
export function zoomMost(extents: readonly ChartWindow[]): number {
  const { from, to } = chartWindow(extents, 0, 0);
  return Math.max(0, Math.floor(Math.log2((to - from) / SHORTEST)));
}
