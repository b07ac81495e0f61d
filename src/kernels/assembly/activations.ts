import { FLOAT, VECTOR, loadFirst, multiplyAdd, storeFirst } from './simd';

/**
 * e^x in each lane, to 2e-7 of the value: x = n ln 2 + r, a polynomial in r (Cephes' expf), times 2^n.
 * x is held within ±87, where the result neither vanishes nor overflows.
 */
// @ts-ignore: decorator
@inline
function exponential(x: v128): v128 {
  const held = f32x4.max(f32x4.min(x, f32x4.splat(87)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(held, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(held, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = multiplyAdd(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** 1 / (1 + e^-x) in each lane. */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/** tanh in each lane, to a few units in the last place: the rational function of Eigen's `ptanh`, of degree 13 over 6. */
// @ts-ignore: decorator
@inline
export function hyperbolicTangent(x: v128): v128 {
  const held = f32x4.max(f32x4.min(x, f32x4.splat(7.90531110763549805)), f32x4.splat(-7.90531110763549805));
  const square = f32x4.mul(held, held);
  let p = f32x4.splat(-2.76076847742355e-16);
  p = multiplyAdd(p, square, f32x4.splat(2.00018790482477e-13));
  p = multiplyAdd(p, square, f32x4.splat(-8.60467152213735e-11));
  p = multiplyAdd(p, square, f32x4.splat(5.12229709037114e-8));
  p = multiplyAdd(p, square, f32x4.splat(1.48572235717979e-5));
  p = multiplyAdd(p, square, f32x4.splat(6.37261928875436e-4));
  p = multiplyAdd(p, square, f32x4.splat(4.89352455891786e-3));
  let q = f32x4.splat(1.19825839466702e-6);
  q = multiplyAdd(q, square, f32x4.splat(1.18534705686654e-4));
  q = multiplyAdd(q, square, f32x4.splat(2.26843463243900e-3));
  q = multiplyAdd(q, square, f32x4.splat(4.89352518554385e-3));
  return f32x4.div(f32x4.mul(held, p), q);
}

/** Replaces `count` numbers by their sigmoid. */
export function sigmoidInPlace(values: usize, count: usize): void {
  const end = values + count * FLOAT;
  let at = values;
  for (; at + VECTOR <= end; at += VECTOR) v128.store(at, sigmoid(v128.load(at)));
  for (; at < end; at += FLOAT) storeFirst(at, sigmoid(loadFirst(at)));
}

/** Replaces `count` numbers by their hyperbolic tangent. */
export function tanhInPlace(values: usize, count: usize): void {
  const end = values + count * FLOAT;
  let at = values;
  for (; at + VECTOR <= end; at += VECTOR) v128.store(at, hyperbolicTangent(v128.load(at)));
  for (; at < end; at += FLOAT) storeFirst(at, hyperbolicTangent(loadFirst(at)));
}
