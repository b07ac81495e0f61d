import { COMPLEX } from './butterflies';
import { backward, forward, planPlaces } from './fourier';
import { SINGLE, VECTOR } from './lanes';

/**
 * Filters eight blocks of a signal and brings them to another rate, by transforms of two lengths: `from` samples go to
 * `to`. Blocks start every `step` samples of `input`. Two blocks go through one complex transform, as its real and its
 * imaginary part, since the filter is real; four such pairs lie in the lanes.
 *
 * `response`: of the bins from 0 to before min(from, to)/2, 32 bits, with the factor 1/from; it is even, and beyond
 * nothing is kept. Of each block's `to` results `count` are written from `skip` on: `out` is [8, count].
 *
 * `from` and `to`: multiples of four. `wide` and `narrow`: scratch of `from` and of `to` complex numbers.
 */
export function resampleBlocks(
  input: usize,
  step: usize,
  from: usize,
  fromPlan: usize,
  response: usize,
  to: usize,
  toPlan: usize,
  skip: usize,
  count: usize,
  wide: usize,
  narrow: usize,
  out: usize,
): void {
  const stride = step * SINGLE;
  const data = wide;
  for (let n: usize = 0; n < from; n += 4) {
    const p = input + n * SINGLE;
    const place = data + n * COMPLEX;
    gather(p, 2 * stride, place);
    gather(p + stride, 2 * stride, place + VECTOR);
  }
  forward<f32>(data, from, fromPlan);
  keep(data, from, planPlaces(from, SINGLE, fromPlan), response, narrow, to, planPlaces(to, SINGLE, toPlan));
  backward<f32>(narrow, to, toPlan);
  const row = count * SINGLE;
  const whole = count & ~3;
  for (let n: usize = 0; n < whole; n += 4) {
    const place = narrow + (skip + n) * COMPLEX;
    scatter(place, out + n * SINGLE, 2 * row);
    scatter(place + VECTOR, out + n * SINGLE + row, 2 * row);
  }
  for (let n = whole; n < count; n++) {
    const place = narrow + (skip + n) * COMPLEX;
    for (let lane: usize = 0; lane < 4; lane++) {
      const p = out + n * SINGLE + 2 * lane * row;
      store<f32>(p, load<f32>(place + lane * SINGLE));
      store<f32>(p + row, load<f32>(place + VECTOR + lane * SINGLE));
    }
  }
}

/** Four numbers from each of four places: the first ones to a vector at `to`, the next ones to the next number's. */
// @ts-ignore: decorator
@inline
function gather(from: usize, stride: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + stride);
  const c = v128.load(from + 2 * stride);
  const d = v128.load(from + 3 * stride);
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const ab2 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(ab, cd, 0, 2));
  v128.store(to + COMPLEX, i64x2.shuffle(ab, cd, 1, 3));
  v128.store(to + 2 * COMPLEX, i64x2.shuffle(ab2, cd2, 0, 2));
  v128.store(to + 3 * COMPLEX, i64x2.shuffle(ab2, cd2, 1, 3));
}

/** The other way around. */
// @ts-ignore: decorator
@inline
function scatter(from: usize, to: usize, stride: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + COMPLEX);
  const c = v128.load(from + 2 * COMPLEX);
  const d = v128.load(from + 3 * COMPLEX);
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const ab2 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(ab, cd, 0, 2));
  v128.store(to + stride, i64x2.shuffle(ab, cd, 1, 3));
  v128.store(to + 2 * stride, i64x2.shuffle(ab2, cd2, 0, 2));
  v128.store(to + 3 * stride, i64x2.shuffle(ab2, cd2, 1, 3));
}

/** Takes the bins of the band, positive and negative, from one transform to the other, times the filter's response. */
function keep(
  data: usize,
  from: usize,
  fromPlaces: usize,
  response: usize,
  target: usize,
  to: usize,
  toPlaces: usize,
): void {
  memory.fill(target, 0, to * COMPLEX);
  const half = min(from, to) / 2;
  times(data + <usize>load<u32>(fromPlaces), response, target + <usize>load<u32>(toPlaces));
  for (let bin: usize = 1; bin < half; bin++) {
    const factor = response + bin * SINGLE;
    times(data + <usize>load<u32>(fromPlaces + bin * 4), factor, target + <usize>load<u32>(toPlaces + bin * 4));
    times(
      data + <usize>load<u32>(fromPlaces + (from - bin) * 4),
      factor,
      target + <usize>load<u32>(toPlaces + (to - bin) * 4),
    );
  }
}

// @ts-ignore: decorator
@inline
function times(from: usize, factor: usize, to: usize): void {
  const r = v128.load32_splat(factor);
  v128.store(to, f32x4.mul(v128.load(from), r));
  v128.store(to, f32x4.mul(v128.load(from, VECTOR), r), VECTOR);
}
