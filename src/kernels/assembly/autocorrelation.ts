import { COMPLEX } from './butterflies';
import { backward, forward, makePlan, planPlaces } from './fourier';
import { SINGLE, VECTOR } from './lanes';

/** A plan of a transform in 32 bits, whose four lanes hold twice as many frames as those in 64. */
export function makePlan32(n: usize, plan: usize): void {
  makePlan<f32>(n, plan);
}

/**
 * Autocorrelations of eight frames that start every `hop` samples, each less its mean and times the window: `out` is
 * [8, lags]. Place 0 of a row is the frame's energy r(0), and place τ is r(τ) / r(0) · correction[τ], 0 where r(0) is 0.
 *
 * Two frames go through one complex transform, as its real and its imaginary part: their power spectra are real and
 * even, so the inverse transform of one plus i times the other has the two autocorrelations as its parts. Four such
 * pairs lie in the lanes, in 32 bits.
 *
 * `length` and `lags`: multiples of four. `size`, the transform's: at least length + lags, so that nothing wraps around.
 * `data`: scratch of `size` complex numbers.
 */
export function autocorrelations(
  samples: usize,
  hop: usize,
  length: usize,
  window: usize,
  size: usize,
  plan: usize,
  lags: usize,
  correction: usize,
  data: usize,
  out: usize,
): void {
  windowed(samples, hop * SINGLE, length, window, data);
  memory.fill(data + length * COMPLEX, 0, (size - length) * COMPLEX);
  forward<f32>(data, size, plan);
  powers(data, size, planPlaces(size, SINGLE, plan));
  backward<f32>(data, size, plan);
  normalise(data, lags, size, correction);
  const row = lags * SINGLE;
  for (let lag: usize = 0; lag < lags; lag += 4) {
    scatter(data + lag * COMPLEX, out + lag * SINGLE, 2 * row);
    scatter(data + lag * COMPLEX + VECTOR, out + lag * SINGLE + row, 2 * row);
  }
}

function windowed(samples: usize, stride: usize, length: usize, window: usize, data: usize): void {
  for (let n: usize = 0; n < length; n += 4) {
    const p = samples + n * SINGLE;
    gather(p, 2 * stride, data + n * COMPLEX);
    gather(p + stride, 2 * stride, data + n * COMPLEX + VECTOR);
  }
  const end = data + length * COMPLEX;
  let r = f32x4.splat(0);
  let i = r;
  for (let p = data; p < end; p += COMPLEX) {
    r = f32x4.add(r, v128.load(p));
    i = f32x4.add(i, v128.load(p, VECTOR));
  }
  const share = f32x4.splat(1 / <f32>length);
  r = f32x4.mul(r, share);
  i = f32x4.mul(i, share);
  for (let p = data; p < end; p += COMPLEX, window += SINGLE) {
    const w = v128.load32_splat(window);
    v128.store(p, f32x4.mul(f32x4.sub(v128.load(p), r), w));
    v128.store(p, f32x4.mul(f32x4.sub(v128.load(p, VECTOR), i), w), VECTOR);
  }
}

/** With Z the transform of a + ib: 4 |A|² + 4i |B|², in the place of Z. */
function powers(data: usize, size: usize, places: usize): void {
  for (let k: usize = 0; k <= size / 2; k++) {
    const p = data + <usize>load<u32>(places + k * 4);
    const q = data + <usize>load<u32>(places + ((size - k) % size) * 4);
    const pr = v128.load(p);
    const pi = v128.load(p, VECTOR);
    const qr = v128.load(q);
    const qi = v128.load(q, VECTOR);
    const a = f32x4.add(square(f32x4.add(pr, qr)), square(f32x4.sub(pi, qi)));
    const b = f32x4.add(square(f32x4.sub(pr, qr)), square(f32x4.add(pi, qi)));
    v128.store(p, a);
    v128.store(p, b, VECTOR);
    v128.store(q, a);
    v128.store(q, b, VECTOR);
  }
}

// @ts-ignore: decorator
@inline
function square(a: v128): v128 {
  return f32x4.mul(a, a);
}

function normalise(data: usize, lags: usize, size: usize, correction: usize): void {
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const r = v128.load(data);
  const i = v128.load(data, VECTOR);
  // Digital silence has no autocorrelation: 0 and not 0/0.
  const perR = v128.and(f32x4.div(one, r), f32x4.gt(r, zero));
  const perI = v128.and(f32x4.div(one, i), f32x4.gt(i, zero));
  // The transforms back and forth have the factor `size`, and `powers` one of 4.
  const energy = f32x4.splat(1 / (4 * <f32>size));
  v128.store(data, f32x4.mul(r, energy));
  v128.store(data, f32x4.mul(i, energy), VECTOR);
  for (let lag: usize = 1; lag < lags; lag++) {
    const p = data + lag * COMPLEX;
    const c = v128.load32_splat(correction + lag * SINGLE);
    v128.store(p, f32x4.mul(v128.load(p), f32x4.mul(perR, c)));
    v128.store(p, f32x4.mul(v128.load(p, VECTOR), f32x4.mul(perI, c)), VECTOR);
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
  transpose(a, b, c, d, to, COMPLEX);
}

/** The other way around. */
// @ts-ignore: decorator
@inline
function scatter(from: usize, to: usize, stride: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + COMPLEX);
  const c = v128.load(from + 2 * COMPLEX);
  const d = v128.load(from + 3 * COMPLEX);
  transpose(a, b, c, d, to, stride);
}

// @ts-ignore: decorator
@inline
function transpose(a: v128, b: v128, c: v128, d: v128, to: usize, stride: usize): void {
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const ab2 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd2 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(ab, cd, 0, 2));
  v128.store(to + stride, i64x2.shuffle(ab, cd, 1, 3));
  v128.store(to + 2 * stride, i64x2.shuffle(ab2, cd2, 0, 2));
  v128.store(to + 3 * stride, i64x2.shuffle(ab2, cd2, 1, 3));
}
