import type { FrameFeatures } from '../experiment/frames.js';

/** Means of each `every` frames, a rest at the end one of its own; the first `steps` of them: shape [steps, columns]. */
export function averageRuns(
  { frames, names, values }: FrameFeatures,
  every: number,
  steps: number,
): Float32Array {
  const columns = names.length;
  if (every === 1) return values.slice(0, steps * columns);
  const averages = new Float32Array(steps * columns);
  for (let step = 0; step < steps; step++) {
    const first = step * every;
    const end = Math.min(frames, first + every);
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let frame = first; frame < end; frame++) sum += values[frame * columns + column];
      averages[step * columns + column] = sum / (end - first);
    }
  }
  return averages;
}

/** How many steps come of so many frames. */
export function stepsOf(frames: number, every: number, maximum: number | null): number {
  return Math.min(Math.ceil(frames / every), maximum ?? Infinity);
}
