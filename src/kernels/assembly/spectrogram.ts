import { COMPLEX } from './butterflies';
import { firstFactors, forward, planPlaces } from './fourier';
import { DOUBLE, SINGLE, VECTOR, demote, promoteHigh } from './lanes';

/** Periodic Hann window over `size` samples, halved (the split of a real transform needs that), in 64 bits. */
export function makeWindow(size: usize, window: usize): void {
  for (let n: usize = 0; n < size; n++) {
    store<f64>(window + n * DOUBLE, 0.25 - 0.25 * Math.cos((2 * Math.PI * <f64>n) / <f64>size));
  }
}

/** e^(−2πik/size) for k up to size/4, by which a real transform is split from a complex one of half its length. */
export function makeSplit(size: usize, split: usize): void {
  for (let k: usize = 0; k <= size / 4; k++, split += 2 * DOUBLE) {
    const angle = (2 * Math.PI * <f64>k) / <f64>size;
    store<f64>(split, Math.cos(angle));
    store<f64>(split + DOUBLE, -Math.sin(angle));
  }
}

/**
 * |STFT| of frames that start every `hop` samples, four and four frames side by side: shape [quads, size/2 + 1, 4], in
 * 32 bits. The transforms work in 64 bits, two frames in the lanes.
 *
 * `size`: a power of two of at least 16. `data`: scratch of size/2 complex numbers of two lanes (16 bytes a part).
 */
export function spectrogram(
  samples: usize,
  quads: usize,
  hop: usize,
  size: usize,
  window: usize,
  plan: usize,
  split: usize,
  data: usize,
  magnitudes: usize,
): void {
  const half = size / 2;
  const places = planPlaces(half, DOUBLE, plan);
  const frame = hop * SINGLE;
  for (let quad: usize = 0; quad < quads; quad++) {
    for (let pair: usize = 0; pair < 2; pair++) {
      const first = samples + (quad * 4 + pair * 2) * frame;
      firstStage(first, first + frame, half, window, plan, data);
      forward<f64>(data, half, plan, 1);
      const to = magnitudes + quad * (half + 1) * VECTOR + pair * 2 * SINGLE;
      splitMagnitudes(data, half, places, split, to);
    }
  }
}

/** Real parts: samples 2n of both frames, times the window; imaginary parts: samples 2n + 1. */
// @ts-ignore: decorator
@inline
function loadReal(pair: v128, window: usize): v128 {
  return f64x2.mul(f64x2.promote_low_f32x4(pair), v128.load64_splat(window));
}

// @ts-ignore: decorator
@inline
function loadPair(first: usize, second: usize, at: usize): v128 {
  // (a0, a1) and (b0, b1) to (a0, b0, a1, b1).
  return i32x4.shuffle(v128.load64_zero(first + at), v128.load64_zero(second + at), 0, 4, 1, 5);
}

/** Windows two frames and takes them through the first stage, of radix 4. */
function firstStage(first: usize, second: usize, n: usize, window: usize, plan: usize, data: usize): void {
  const m = n / 4;
  const stride = m * COMPLEX;
  const sampleStride = m * 2 * SINGLE;
  const windowStride = m * 2 * DOUBLE;
  let w = firstFactors(plan);
  let p0 = data;
  for (let j: usize = 0; j < m; j++, w += 6 * DOUBLE, p0 += COMPLEX) {
    const at = j * 2 * SINGLE;
    let win = window + j * 2 * DOUBLE;
    let pair = loadPair(first, second, at);
    const x0r = loadReal(pair, win);
    const x0i = f64x2.mul(promoteHigh(pair), v128.load64_splat(win, 8));
    win += windowStride;
    pair = loadPair(first, second, at + sampleStride);
    const x1r = loadReal(pair, win);
    const x1i = f64x2.mul(promoteHigh(pair), v128.load64_splat(win, 8));
    win += windowStride;
    pair = loadPair(first, second, at + 2 * sampleStride);
    const x2r = loadReal(pair, win);
    const x2i = f64x2.mul(promoteHigh(pair), v128.load64_splat(win, 8));
    win += windowStride;
    pair = loadPair(first, second, at + 3 * sampleStride);
    const x3r = loadReal(pair, win);
    const x3i = f64x2.mul(promoteHigh(pair), v128.load64_splat(win, 8));

    const p1 = p0 + stride;
    const p2 = p1 + stride;
    const p3 = p2 + stride;
    const ar = f64x2.add(x0r, x2r);
    const ai = f64x2.add(x0i, x2i);
    const br = f64x2.sub(x0r, x2r);
    const bi = f64x2.sub(x0i, x2i);
    const cr = f64x2.add(x1r, x3r);
    const ci = f64x2.add(x1i, x3i);
    const dr = f64x2.sub(x1r, x3r);
    const di = f64x2.sub(x1i, x3i);
    v128.store(p0, f64x2.add(ar, cr));
    v128.store(p0, f64x2.add(ai, ci), 16);
    twiddle(f64x2.add(br, di), f64x2.sub(bi, dr), w, p1);
    twiddle(f64x2.sub(ar, cr), f64x2.sub(ai, ci), w + 2 * DOUBLE, p2);
    twiddle(f64x2.sub(br, di), f64x2.add(bi, dr), w + 4 * DOUBLE, p3);
  }
}

// @ts-ignore: decorator
@inline
function twiddle(r: v128, i: v128, w: usize, to: usize): void {
  const wr = v128.load64_splat(w);
  const wi = v128.load64_splat(w, 8);
  v128.store(to, f64x2.sub(f64x2.mul(r, wr), f64x2.mul(i, wi)));
  v128.store(to, f64x2.add(f64x2.mul(r, wi), f64x2.mul(i, wr)), 16);
}

/**
 * Splits the complex transform Z of the halved even (real) and odd (imaginary) samples into the real one's bins
 * X[k] = (Z[k] + Z*[n−k]) − i·e^(−2πik/size)·(Z[k] − Z*[n−k]), rounds them to 32 bits as librosa does, and stores
 * their magnitudes.
 */
function splitMagnitudes(data: usize, n: usize, places: usize, split: usize, to: usize): void {
  // Bins 0 and n are real: the sum and the difference of the parts of Z[0].
  const zr = v128.load(data);
  const zi = v128.load(data, VECTOR);
  const two = f64x2.splat(2);
  const ends = f32x4.abs(
    demote(f64x2.mul(two, f64x2.add(zr, zi)), f64x2.mul(two, f64x2.sub(zr, zi))),
  );
  v128.store64_lane(to, ends, 0);
  v128.store64_lane(to + n * VECTOR, ends, 1);
  let low = to + VECTOR;
  let high = to + (n - 1) * VECTOR;
  let lowPlace = places + 4;
  let highPlace = places + (n - 1) * 4;
  for (let w = split + 16; low <= high; low += VECTOR, high -= VECTOR, w += 16, lowPlace += 4, highPlace -= 4) {
    const a = data + <usize>load<u32>(lowPlace);
    const b = data + <usize>load<u32>(highPlace);
    const ar = v128.load(a);
    const ai = v128.load(a, VECTOR);
    const br = v128.load(b);
    const bi = v128.load(b, VECTOR);
    const er = f64x2.add(ar, br);
    const ei = f64x2.sub(ai, bi);
    // −i · (Z[k] − Z*[n−k])
    const dr = f64x2.add(ai, bi);
    const di = f64x2.sub(br, ar);
    const wr = v128.load64_splat(w);
    const wi = v128.load64_splat(w, 8);
    const or = f64x2.sub(f64x2.mul(dr, wr), f64x2.mul(di, wi));
    const oi = f64x2.add(f64x2.mul(dr, wi), f64x2.mul(di, wr));
    // X[k] = e + o, X[n−k] = (e − o)*.
    const re = demote(f64x2.add(er, or), f64x2.sub(er, or));
    const im = demote(f64x2.add(ei, oi), f64x2.sub(ei, oi));
    const found = magnitude(re, im);
    v128.store64_lane(low, found, 0);
    v128.store64_lane(high, found, 1);
  }
}

/** |re + i·im| in 32 bits by the steps of numpy's vectorised `abs`: larger · √(1 + (smaller/larger)²). */
// @ts-ignore: decorator
@inline
function magnitude(re: v128, im: v128): v128 {
  const a = f32x4.abs(re);
  const b = f32x4.abs(im);
  const larger = f32x4.pmax(a, b);
  const smaller = f32x4.pmin(a, b);
  const ratio = f32x4.div(smaller, larger);
  // The square is not rounded before 1 is added to it: numpy fuses the two.
  const low = f64x2.promote_low_f32x4(ratio);
  const high = promoteHigh(ratio);
  const one = f64x2.splat(1);
  const squares = demote(
    f64x2.add(one, f64x2.mul(low, low)),
    f64x2.add(one, f64x2.mul(high, high)),
  );
  const found = f32x4.mul(larger, f32x4.sqrt(squares));
  // 0/0 where both parts are 0.
  return v128.and(found, f32x4.ne(larger, f32x4.splat(0)));
}
