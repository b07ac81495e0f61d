/** The signals of scripts/golden/features.py, by the same formulas, rounded to 16 bits. */

/** Noise in [-1, 1) from the linear congruential generator of Numerical Recipes. */
export function lcg(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

export function sixteenBits(values: readonly number[]): Float32Array {
  return Float32Array.from(values, (value) => Math.floor(value * 32767 + 0.5) / 32768);
}

function sampled(count: number, at: (n: number) => number): number[] {
  return Array.from({ length: count }, (_, n) => at(n));
}

/** A sine that rises from 100 Hz by 8,000 Hz a second. */
function sweep(count: number, rate: number): number[] {
  return sampled(count, (n) => 0.5 * Math.sin((2 * Math.PI * (100 + (4000 * n) / rate) * n) / rate));
}

/** Twenty harmonics of about 180 Hz that fall off like 1/k, with a vibrato of 5 Hz. */
function vowel(count: number, rate: number): number[] {
  return sampled(count, (n) => {
    const time = n / rate;
    const phase = 2 * Math.PI * 180 * time + 1.5 * Math.sin(2 * Math.PI * 5 * time);
    let sum = 0;
    for (let k = 1; k <= 20; k++) sum += Math.sin(k * phase) / k;
    return 0.2 * sum;
  });
}

/** Digital silence for the first half, then 440 Hz. */
function silenceThenTone(count: number, rate: number): number[] {
  return sampled(count, (n) => (n >= count / 2 ? 0.3 * Math.sin((2 * Math.PI * 440 * n) / rate) : 0));
}

/** A click every 1,500 samples, of falling height. */
function clicks(count: number): number[] {
  return sampled(count, (n) => (n % 1500 === 700 ? 0.9 / (1 + Math.floor(n / 1500)) : 0));
}

const makers: Readonly<Record<string, (count: number, rate: number) => number[]>> = {
  sweep,
  vowel,
  noise: (count) => lcg(count, 1).map((value) => 0.3 * value),
  'silence then tone': silenceThenTone,
  short: vowel,
  clicks,
};

export function signal(name: string, count: number, rate: number): Float32Array {
  return sixteenBits(makers[name](count, rate));
}

export function sine(frequency: number, count: number, rate: number): Float32Array {
  return Float32Array.from({ length: count }, (_, n) => Math.sin((2 * Math.PI * frequency * n) / rate));
}
