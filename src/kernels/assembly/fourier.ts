import { COMPLEX, radix2, radix4Backward, radix4Forward, radix4Last, radixOdd } from './butterflies';

// A plan of a complex transform lies in memory: the number of stages and each one's radix (32-bit), then for every
// size n · radix^-i the stage's twiddle factors (and, for an odd radix, its roots of unity), then where each frequency
// lies after the forward stages. Forward: natural order in, plan's order out. Backward: the other way around.

const STAGES: usize = 32;
/** Bytes of the part before the factors: 16-byte aligned. */
const HEAD: usize = 4 * (1 + STAGES) + 12;
const LARGEST_RADIX: usize = 13;

/** The radix that is split off first from a transform of n: 4 where it divides, then odd primes, 2 at last; or 0. */
function radixOf(n: usize): usize {
  if (n % 4 === 0) return 4;
  for (let radix: usize = 3; radix <= LARGEST_RADIX; radix += 2) if (n % radix === 0) return radix;
  return n % 2 === 0 ? 2 : 0;
}

// @ts-ignore: decorator
@inline
function factorCount(radix: usize, n: usize): usize {
  return (n / radix) * (radix - 1) + (radix % 2 === 1 ? radix : 0);
}

/** Bytes of a plan for n complex numbers of `width` bytes a part; 0 where n has a prime factor above 13. */
export function planBytes(n: usize, width: usize): usize {
  let bytes = HEAD + n * 4;
  for (let left = n; left > 1; ) {
    const radix = radixOf(left);
    if (radix === 0) return 0;
    bytes += 2 * width * factorCount(radix, left);
    left /= radix;
  }
  return bytes;
}

export function makePlan64(n: usize, plan: usize): void {
  makePlan<f64>(n, plan);
}

export function makePlan<T>(n: usize, plan: usize): void {
  let stages: u32 = 0;
  let at = plan + HEAD;
  for (let left = n; left > 1; ) {
    const radix = radixOf(left);
    store<u32>(plan + 4 + 4 * stages++, <u32>radix);
    const m = left / radix;
    for (let j: usize = 0; j < m; j++) {
      for (let q: usize = 1; q < radix; q++, at += 2 * sizeof<T>()) root<T>(j * q, left, at);
    }
    if (radix % 2 === 1) {
      for (let k: usize = 0; k < radix; k++, at += 2 * sizeof<T>()) {
        store<T>(at, <T>Math.cos((2 * Math.PI * <f64>k) / <f64>radix));
        store<T>(at + sizeof<T>(), <T>Math.sin((2 * Math.PI * <f64>k) / <f64>radix));
      }
    }
    left = m;
  }
  store<u32>(plan, stages);
  for (let k: usize = 0; k < n; k++) store<u32>(at + 4 * k, <u32>placeOf(k, n) * <u32>COMPLEX);
}

/** e^(−2πik/n). */
function root<T>(k: usize, n: usize, to: usize): void {
  const angle = (2 * Math.PI * <f64>(k % n)) / <f64>n;
  store<T>(to, <T>Math.cos(angle));
  store<T>(to + sizeof<T>(), <T>-Math.sin(angle));
}

function placeOf(k: usize, n: usize): usize {
  let place: usize = 0;
  while (n > 1) {
    const radix = radixOf(n);
    n /= radix;
    place += (k % radix) * n;
    k /= radix;
  }
  return place;
}

/** Table of n 32-bit numbers: how many bytes from the start of the data each frequency lies. */
export function planPlaces(n: usize, width: usize, plan: usize): usize {
  return plan + planBytes(n, width) - 4 * n;
}

// @ts-ignore: decorator
@inline
export function firstFactors(plan: usize): usize {
  return plan + HEAD;
}

/** Takes `n` numbers through the stages from `stage` on; `blocks` sub-transforms lie side by side by then. */
export function forward<T>(data: usize, n: usize, plan: usize, stage: u32 = 0): void {
  const stages = load<u32>(plan);
  let factors = firstFactors(plan);
  let left = n;
  let blocks: usize = 1;
  for (let index: u32 = 0; index < stages; index++) {
    const radix = <usize>load<u32>(plan + 4 + 4 * index);
    const m = left / radix;
    if (index >= stage) {
      if (radix === 4 && m === 1) radix4Last<T>(data, blocks);
      else if (radix === 4) radix4Forward<T>(data, blocks, m, factors);
      else if (radix === 2) radix2<T>(data, blocks, m, factors, false);
      else {
        const roots = factors + 2 * sizeof<T>() * m * (radix - 1);
        radixOdd<T>(radix, data, blocks, m, factors, roots, false);
      }
    }
    factors += 2 * sizeof<T>() * factorCount(radix, left);
    blocks *= radix;
    left = m;
  }
}

/** The inverse of `forward`, without the factor 1/n. */
export function backward<T>(data: usize, n: usize, plan: usize): void {
  const stages = load<u32>(plan);
  let factors = planPlaces(n, sizeof<T>(), plan);
  let m: usize = 1;
  let blocks = n;
  for (let index = stages; index > 0; index--) {
    const radix = <usize>load<u32>(plan + 4 * index);
    blocks /= radix;
    factors -= 2 * sizeof<T>() * factorCount(radix, m * radix);
    if (radix === 4) radix4Backward<T>(data, blocks, m, factors);
    else if (radix === 2) radix2<T>(data, blocks, m, factors, true);
    else {
      const roots = factors + 2 * sizeof<T>() * m * (radix - 1);
      radixOdd<T>(radix, data, blocks, m, factors, roots, true);
    }
    m *= radix;
  }
}
