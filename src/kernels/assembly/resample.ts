import { COMPLEX } from './butterflies';
import { backward, forward, planPlaces } from './fourier';
import { DOUBLE, SINGLE, VECTOR, promoteHigh } from './lanes';

/**
 * Filters four blocks of a signal and brings them to another rate, by transforms of two lengths: `from` samples go to
 * `to`. Blocks start every `step` samples of `input`. Two blocks go through one complex transform, as its real and its
 * imaginary part, since the filter is real; two such pairs lie in the lanes. It works in 64 bits: in
 * digital silence the rounding of 32 would show as noise, and in its zero crossings.
 *
 * `response`: of the bins from 0 to before min(from, to)/2, 64 bits, with the factor 1/from; it is even, and beyond
 * nothing is kept. Of each block's `to` results `count` are written from `skip` on: `out` is [4, count].
 *
 * `from` and `to`: even. `wide` and `narrow`: scratch of `from` and of `to` complex numbers.
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
  for (let n: usize = 0; n < from; n += 2) {
    const p = input + n * SINGLE;
    const place = wide + n * COMPLEX;
    gather(p, 2 * stride, place);
    gather(p + stride, 2 * stride, place + VECTOR);
  }
  forward<f64>(wide, from, fromPlan);
  keep(wide, from, planPlaces(from, DOUBLE, fromPlan), response, narrow, to, planPlaces(to, DOUBLE, toPlan));
  backward<f64>(narrow, to, toPlan);
  const row = count * SINGLE;
  let place = narrow + skip * COMPLEX;
  for (let p = out; p < out + row; p += SINGLE, place += COMPLEX) {
    const re = f32x4.demote_f64x2_zero(v128.load(place));
    const im = f32x4.demote_f64x2_zero(v128.load(place, VECTOR));
    v128.store32_lane(p, re, 0);
    v128.store32_lane(p + row, im, 0);
    v128.store32_lane(p + 2 * row, re, 1);
    v128.store32_lane(p + 3 * row, im, 1);
  }
}

/** Two numbers from each of two places: the first ones to a vector at `to`, the next ones to the next number's. */
// @ts-ignore: decorator
@inline
function gather(from: usize, stride: usize, to: usize): void {
  const pairs = i32x4.shuffle(v128.load64_zero(from), v128.load64_zero(from + stride), 0, 4, 1, 5);
  v128.store(to, f64x2.promote_low_f32x4(pairs));
  v128.store(to + COMPLEX, promoteHigh(pairs));
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
    const factor = response + bin * DOUBLE;
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
  const r = v128.load64_splat(factor);
  v128.store(to, f64x2.mul(v128.load(from), r));
  v128.store(to, f64x2.mul(v128.load(from, VECTOR), r), VECTOR);
}
