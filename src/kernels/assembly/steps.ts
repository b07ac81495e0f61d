import { FLOAT } from './simd';

/** The input's step that is taken `t`-th. */
// @ts-ignore: decorator
@inline
export function stepAt(steps: usize, t: usize, backwards: bool): usize {
  return backwards ? steps - 1 - t : t;
}

/** Whether a row's step counts; `mask` is [batch, steps] or 0 where every step does. */
// @ts-ignore: decorator
@inline
export function isTaken(mask: usize, row: usize, steps: usize, step: usize): bool {
  return mask === 0 || load<f32>(mask + (row * steps + step) * FLOAT) !== 0;
}
