import { sine } from '../../kernels/spectra/module.js';

/**
 * How far a low-pass filter reaches to either side, in samples (Kaiser 1974; scipy.signal.kaiserord).
 *
 * @param attenuation Of the stop band, in dB.
 * @param transition Width of the transition band, in cycles a sample.
 */
export function kaiserReach(attenuation: number, transition: number): number {
  return (attenuation - 7.95) / (14.36 * transition) / 2;
}

/**
 * Impulse response of a low-pass filter: a sinc under a Kaiser window.
 *
 * @param cutoff Middle of the transition band, in cycles a sample.
 * @param reach Where the window ends, in samples from the centre.
 * @param attenuation Of the stop band, in dB.
 * @returns The response at a time in samples from the centre; its sum over whole samples is 1.
 */
export function lowPass(cutoff: number, reach: number, attenuation: number): (time: number) => number {
  const beta = 0.1102 * (attenuation - 8.7);
  const scale = 1 / besselI0(beta);
  return (time) => {
    const place = time / reach;
    if (Math.abs(place) >= 1) return 0;
    const window = besselI0(beta * Math.sqrt(1 - place * place)) * scale;
    const angle = 2 * Math.PI * cutoff * time;
    return 2 * cutoff * (angle === 0 ? 1 : sine(angle) / angle) * window;
  };
}

/** Modified Bessel function of the first kind and order 0, by its power series. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}
