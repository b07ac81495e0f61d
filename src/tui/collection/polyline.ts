/** A place on a line; a null leaves a gap. */
export interface Point {
  readonly x: number;
  readonly y: number | null;
}

export interface Segment {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
}

/**
 * The straight pieces of a line within `from` to `to`, cut at those ends. A point without neighbours is a piece of no
 * length.
 *
 * @param points from left to right
 */
export function segmentsWithin(points: readonly Point[], from: number, to: number): readonly Segment[] {
  return points.flatMap(({ x, y }, index) => {
    if (y === null) return [];
    const end = { x, y };
    const before = points.at(Math.max(0, index - 1)) ?? end;
    const start = before.y === null ? end : { x: before.x, y: before.y };
    const [left, right] = [Math.max(start.x, from), Math.min(x, to)];
    return left > right ? [] : [{ from: at(left, start, end), to: at(right, start, end) }];
  });
}

/** The line's height at an x; null outside it and in its gaps. */
export function heightAt(points: readonly Point[], x: number): number | null {
  return segmentsWithin(points, x, x).at(0)?.from.y ?? null;
}

function at(x: number, start: Segment['from'], end: Segment['to']): Segment['from'] {
  if (end.x === start.x) return end;
  return { x, y: start.y + ((x - start.x) / (end.x - start.x)) * (end.y - start.y) };
}
