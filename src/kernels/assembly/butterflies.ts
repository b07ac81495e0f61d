import { VECTOR, add, loadSplat, mul, sub } from './lanes';

// A complex number is two vectors: the real parts of all lanes, then their imaginary parts. Each function below takes
// one stage of a transform through `blocks` sub-transforms of radix · m numbers.
//
// Forward stages decimate in frequency: the butterfly first, then the twiddle factors. Backward ones undo that in
// time: conjugate twiddle factors first, then the butterfly with the other sign, without a factor.

export const COMPLEX: usize = 2 * VECTOR;

export function radix2<T>(data: usize, blocks: usize, m: usize, twiddles: usize, backward: bool): void {
  const stride = m * COMPLEX;
  const block = 2 * stride;
  for (let j: usize = 0; j < m; j++, twiddles += 2 * sizeof<T>()) {
    const re = loadSplat<T>(twiddles);
    const im = loadSplat<T>(twiddles, sizeof<T>());
    let p = data + j * COMPLEX;
    for (let b: usize = 0; b < blocks; b++, p += block) {
      const q = p + stride;
      const ar = v128.load(p);
      const ai = v128.load(p, VECTOR);
      let br = v128.load(q);
      let bi = v128.load(q, VECTOR);
      if (backward) {
        const r = add<T>(mul<T>(br, re), mul<T>(bi, im));
        bi = sub<T>(mul<T>(bi, re), mul<T>(br, im));
        br = r;
      }
      v128.store(p, add<T>(ar, br));
      v128.store(p, add<T>(ai, bi), VECTOR);
      const dr = sub<T>(ar, br);
      const di = sub<T>(ai, bi);
      if (backward) {
        v128.store(q, dr);
        v128.store(q, di, VECTOR);
      } else {
        v128.store(q, sub<T>(mul<T>(dr, re), mul<T>(di, im)));
        v128.store(q, add<T>(mul<T>(dr, im), mul<T>(di, re)), VECTOR);
      }
    }
  }
}

/** The last stage, where every twiddle factor is 1. */
export function radix4Last<T>(data: usize, blocks: usize): void {
  const end = data + blocks * 4 * COMPLEX;
  for (let p = data; p < end; p += 4 * COMPLEX) {
    const x0r = v128.load(p);
    const x0i = v128.load(p, 16);
    const x1r = v128.load(p, 32);
    const x1i = v128.load(p, 48);
    const x2r = v128.load(p, 64);
    const x2i = v128.load(p, 80);
    const x3r = v128.load(p, 96);
    const x3i = v128.load(p, 112);
    const ar = add<T>(x0r, x2r);
    const ai = add<T>(x0i, x2i);
    const br = sub<T>(x0r, x2r);
    const bi = sub<T>(x0i, x2i);
    const cr = add<T>(x1r, x3r);
    const ci = add<T>(x1i, x3i);
    const dr = sub<T>(x1r, x3r);
    const di = sub<T>(x1i, x3i);
    v128.store(p, add<T>(ar, cr));
    v128.store(p, add<T>(ai, ci), 16);
    v128.store(p, add<T>(br, di), 32);
    v128.store(p, sub<T>(bi, dr), 48);
    v128.store(p, sub<T>(ar, cr), 64);
    v128.store(p, sub<T>(ai, ci), 80);
    v128.store(p, sub<T>(br, di), 96);
    v128.store(p, add<T>(bi, dr), 112);
  }
}

export function radix4Forward<T>(data: usize, blocks: usize, m: usize, twiddles: usize): void {
  const stride = m * COMPLEX;
  const block = 4 * stride;
  const size = sizeof<T>();
  for (let j: usize = 0; j < m; j++, twiddles += 6 * size) {
    let p0 = data + j * COMPLEX;
    for (let b: usize = 0; b < blocks; b++, p0 += block) {
      const p1 = p0 + stride;
      const p2 = p1 + stride;
      const p3 = p2 + stride;
      const x0r = v128.load(p0);
      const x0i = v128.load(p0, 16);
      const x1r = v128.load(p1);
      const x1i = v128.load(p1, 16);
      const x2r = v128.load(p2);
      const x2i = v128.load(p2, 16);
      const x3r = v128.load(p3);
      const x3i = v128.load(p3, 16);
      const ar = add<T>(x0r, x2r);
      const ai = add<T>(x0i, x2i);
      const br = sub<T>(x0r, x2r);
      const bi = sub<T>(x0i, x2i);
      const cr = add<T>(x1r, x3r);
      const ci = add<T>(x1i, x3i);
      const dr = sub<T>(x1r, x3r);
      const di = sub<T>(x1i, x3i);
      v128.store(p0, add<T>(ar, cr));
      v128.store(p0, add<T>(ai, ci), 16);
      let r = add<T>(br, di);
      let i = sub<T>(bi, dr);
      let wr = loadSplat<T>(twiddles);
      let wi = loadSplat<T>(twiddles, size);
      v128.store(p1, sub<T>(mul<T>(r, wr), mul<T>(i, wi)));
      v128.store(p1, add<T>(mul<T>(r, wi), mul<T>(i, wr)), 16);
      r = sub<T>(ar, cr);
      i = sub<T>(ai, ci);
      wr = loadSplat<T>(twiddles, 2 * size);
      wi = loadSplat<T>(twiddles, 3 * size);
      v128.store(p2, sub<T>(mul<T>(r, wr), mul<T>(i, wi)));
      v128.store(p2, add<T>(mul<T>(r, wi), mul<T>(i, wr)), 16);
      r = sub<T>(br, di);
      i = add<T>(bi, dr);
      wr = loadSplat<T>(twiddles, 4 * size);
      wi = loadSplat<T>(twiddles, 5 * size);
      v128.store(p3, sub<T>(mul<T>(r, wr), mul<T>(i, wi)));
      v128.store(p3, add<T>(mul<T>(r, wi), mul<T>(i, wr)), 16);
    }
  }
}

export function radix4Backward<T>(data: usize, blocks: usize, m: usize, twiddles: usize): void {
  const stride = m * COMPLEX;
  const block = 4 * stride;
  const size = sizeof<T>();
  for (let j: usize = 0; j < m; j++, twiddles += 6 * size) {
    let p0 = data + j * COMPLEX;
    for (let b: usize = 0; b < blocks; b++, p0 += block) {
      const p1 = p0 + stride;
      const p2 = p1 + stride;
      const p3 = p2 + stride;
      const x0r = v128.load(p0);
      const x0i = v128.load(p0, 16);
      let r = v128.load(p1);
      let i = v128.load(p1, 16);
      let wr = loadSplat<T>(twiddles);
      let wi = loadSplat<T>(twiddles, size);
      const x1r = add<T>(mul<T>(r, wr), mul<T>(i, wi));
      const x1i = sub<T>(mul<T>(i, wr), mul<T>(r, wi));
      r = v128.load(p2);
      i = v128.load(p2, 16);
      wr = loadSplat<T>(twiddles, 2 * size);
      wi = loadSplat<T>(twiddles, 3 * size);
      const x2r = add<T>(mul<T>(r, wr), mul<T>(i, wi));
      const x2i = sub<T>(mul<T>(i, wr), mul<T>(r, wi));
      r = v128.load(p3);
      i = v128.load(p3, 16);
      wr = loadSplat<T>(twiddles, 4 * size);
      wi = loadSplat<T>(twiddles, 5 * size);
      const x3r = add<T>(mul<T>(r, wr), mul<T>(i, wi));
      const x3i = sub<T>(mul<T>(i, wr), mul<T>(r, wi));
      const ar = add<T>(x0r, x2r);
      const ai = add<T>(x0i, x2i);
      const br = sub<T>(x0r, x2r);
      const bi = sub<T>(x0i, x2i);
      const cr = add<T>(x1r, x3r);
      const ci = add<T>(x1i, x3i);
      const dr = sub<T>(x1r, x3r);
      const di = sub<T>(x1i, x3i);
      v128.store(p0, add<T>(ar, cr));
      v128.store(p0, add<T>(ai, ci), 16);
      v128.store(p1, sub<T>(br, di));
      v128.store(p1, add<T>(bi, dr), 16);
      v128.store(p2, sub<T>(ar, cr));
      v128.store(p2, sub<T>(ai, ci), 16);
      v128.store(p3, add<T>(br, di));
      v128.store(p3, sub<T>(bi, dr), 16);
    }
  }
}

/** Sums and differences of an odd butterfly's mirrored inputs, at most six of each. */
const mirrored: usize = memory.data(12 * 32, 16);

/**
 * An odd prime radix, up to 13. With t = x[q] + x[radix − q] and s = x[q] − x[radix − q], output k is
 * x[0] + Σ cos(2πkq/radix) t − i Σ sin(2πkq/radix) s, and output radix − k the same with + i.
 *
 * `roots`: cos and sin of 2πk/radix for k < radix, after each other.
 */
export function radixOdd<T>(
  radix: usize,
  data: usize,
  blocks: usize,
  m: usize,
  twiddles: usize,
  roots: usize,
  backward: bool,
): void {
  const stride = m * COMPLEX;
  const size = sizeof<T>();
  const half = (radix - 1) >> 1;
  const sums = mirrored;
  const differences = mirrored + half * COMPLEX;
  for (let j: usize = 0; j < m; j++, twiddles += 2 * (radix - 1) * size) {
    let p = data + j * COMPLEX;
    for (let b: usize = 0; b < blocks; b++, p += radix * stride) {
      const zeroR = v128.load(p);
      const zeroI = v128.load(p, VECTOR);
      let totalR = zeroR;
      let totalI = zeroI;
      for (let q: usize = 1; q <= half; q++) {
        let ar = v128.load(p + q * stride);
        let ai = v128.load(p + q * stride, VECTOR);
        let br = v128.load(p + (radix - q) * stride);
        let bi = v128.load(p + (radix - q) * stride, VECTOR);
        if (backward) {
          let w = twiddles + 2 * (q - 1) * size;
          let wr = loadSplat<T>(w);
          let wi = loadSplat<T>(w, size);
          const r = add<T>(mul<T>(ar, wr), mul<T>(ai, wi));
          ai = sub<T>(mul<T>(ai, wr), mul<T>(ar, wi));
          ar = r;
          w = twiddles + 2 * (radix - q - 1) * size;
          wr = loadSplat<T>(w);
          wi = loadSplat<T>(w, size);
          const s = add<T>(mul<T>(br, wr), mul<T>(bi, wi));
          bi = sub<T>(mul<T>(bi, wr), mul<T>(br, wi));
          br = s;
        }
        const at = (q - 1) * COMPLEX;
        const tr = add<T>(ar, br);
        const ti = add<T>(ai, bi);
        v128.store(sums + at, tr);
        v128.store(sums + at, ti, VECTOR);
        v128.store(differences + at, sub<T>(ar, br));
        v128.store(differences + at, sub<T>(ai, bi), VECTOR);
        totalR = add<T>(totalR, tr);
        totalI = add<T>(totalI, ti);
      }
      v128.store(p, totalR);
      v128.store(p, totalI, VECTOR);
      for (let k: usize = 1; k <= half; k++) {
        let ar = zeroR;
        let ai = zeroI;
        let br = v128.splat<T>(0);
        let bi = br;
        let turn: usize = 0;
        for (let at: usize = 0; at < half * COMPLEX; at += COMPLEX) {
          turn += k;
          if (turn >= radix) turn -= radix;
          const c = loadSplat<T>(roots + 2 * turn * size);
          const s = loadSplat<T>(roots + 2 * turn * size, size);
          ar = add<T>(ar, mul<T>(c, v128.load(sums + at)));
          ai = add<T>(ai, mul<T>(c, v128.load(sums + at, VECTOR)));
          br = add<T>(br, mul<T>(s, v128.load(differences + at)));
          bi = add<T>(bi, mul<T>(s, v128.load(differences + at, VECTOR)));
        }
        const low = p + k * stride;
        const high = p + (radix - k) * stride;
        if (backward) {
          v128.store(low, sub<T>(ar, bi));
          v128.store(low, add<T>(ai, br), VECTOR);
          v128.store(high, add<T>(ar, bi));
          v128.store(high, sub<T>(ai, br), VECTOR);
        } else {
          twiddled<T>(add<T>(ar, bi), sub<T>(ai, br), twiddles + 2 * (k - 1) * size, low);
          twiddled<T>(sub<T>(ar, bi), add<T>(ai, br), twiddles + 2 * (radix - k - 1) * size, high);
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function twiddled<T>(r: v128, i: v128, w: usize, to: usize): void {
  const wr = loadSplat<T>(w);
  const wi = loadSplat<T>(w, sizeof<T>());
  v128.store(to, sub<T>(mul<T>(r, wr), mul<T>(i, wi)));
  v128.store(to, add<T>(mul<T>(r, wi), mul<T>(i, wr)), VECTOR);
}
