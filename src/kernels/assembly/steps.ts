import { FLOAT } from './simd';

/** Copies [batch, steps, columns] to [t, batch, columns], where t counts the steps as they are taken. */
export function toStepOrder(
  from: usize,
  batch: usize,
  steps: usize,
  columns: usize,
  backwards: bool,
  to: usize,
): void {
  const bytes = columns * FLOAT;
  for (let t: usize = 0; t < steps; t++) {
    const step = backwards ? steps - 1 - t : t;
    for (let row: usize = 0; row < batch; row++, to += bytes) {
      memory.copy(to, from + (row * steps + step) * bytes, bytes);
    }
  }
}

/** Copies [t, batch, columns] back to [batch, steps, columns]. */
export function fromStepOrder(
  from: usize,
  batch: usize,
  steps: usize,
  columns: usize,
  backwards: bool,
  to: usize,
): void {
  const bytes = columns * FLOAT;
  for (let t: usize = 0; t < steps; t++) {
    const step = backwards ? steps - 1 - t : t;
    for (let row: usize = 0; row < batch; row++, from += bytes) {
      memory.copy(to + (row * steps + step) * bytes, from, bytes);
    }
  }
}

/** Whether a row's step counts; `mask` is [batch, steps] or 0 where every step does. */
// @ts-ignore: decorator
@inline
export function isTaken(mask: usize, row: usize, steps: usize, t: usize, backwards: bool): bool {
  const step = backwards ? steps - 1 - t : t;
  return mask === 0 || load<f32>(mask + (row * steps + step) * FLOAT) !== 0;
}
