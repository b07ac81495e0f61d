/** An axis: its range, and the places within it that are named. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  /** Between two ticks. */
  readonly step: number;
  readonly ticks: readonly number[];
}

/**
 * An axis over a range of values with ticks at 1, 2 or 5 times a power of ten (after Heckbert, Graphics Gems, 1990). A
 * single value gets a range to lie in the middle of.
 *
 * @param most ticks at most.
 */
export function niceAxis(low: number, high: number, most: number): Axis {
  const spread = Math.max(Math.abs(high) * 0.1, 1e-6);
  const [from, to] = high > low ? [low, high] : [low - spread, high + spread];
  for (let step = niceStep((to - from) / Math.max(1, most)); ; step = niceStep(step * 1.5)) {
    const first = Math.ceil(from / step - 1e-9);
    const last = Math.floor(to / step + 1e-9);
    const length = last - first + 1;
    if (length > Math.max(1, most)) continue;
    // A range that has no tick within it gets one at each end.
    const ticks =
      length < 1 ? [from, to] : Array.from({ length }, (_, index) => round((first + index) * step, step));
    return { from, to, step: length < 1 ? step / 10 : step, ticks };
  }
}

/** Ticks at whole numbers within a range, its beginning among them. */
export function wholeTicks(from: number, to: number, most: number): readonly number[] {
  const step = Math.max(1, niceStep((to - from) / Math.max(1, most - 1)));
  const ticks = [from];
  for (let tick = Math.ceil((from + step / 2) / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

/** A tick's name, with as many decimals as the step between ticks needs. */
export function tickName(tick: number, step: number): string {
  if (tick !== 0 && (Math.abs(tick) >= 1e5 || step < 1e-4)) return tick.toExponential(1);
  return tick.toFixed(decimals(step));
}

/** The least of 1, 2, 5 times a power of ten that is not below `step`. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step) + 1e-12);
  const factor = [1, 2, 5, 10].find((each) => each * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function round(value: number, step: number): number {
  return Number(value.toFixed(decimals(step)));
}

function decimals(step: number): number {
  return Math.min(20, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}
