import { STEP } from './score.js';
import type { Random } from '../../../core/random.js';
import type { Expression } from './emotions.js';
import type { Score } from './score.js';

/** Bandwidths of the formants, in Hz, and the frequencies of those that do not move (a man's). */
const BANDWIDTHS = [70, 100, 140, 220, 300];
const UPPER_FORMANTS = [3500, 4500];
const NOISE_BANDWIDTH = 900;
/** Attenuation of the neutral source at `TILT_AT` Hz, in dB. */
const NEUTRAL_TILT = 10;
const TILT_AT = 3000;

/**
 * Speaks a score: glottal pulses and breath noise through formant resonators in cascade, and the noise of consonants
 * beside them.
 *
 * The pulse is the KLGLOTT88 source's derivative of Rosenberg's polynomial flow, the tilt a one-pole filter and the
 * resonators two-pole ones (Klatt & Klatt 1990, J. Acoust. Soc. Am. 87(2): 820–857; Klatt 1980, ibid. 67(3): 971–995;
 * Rosenberg 1971, ibid. 49(2B): 583–590).
 *
 * @returns samples of no particular level
 */
export function speak(
  score: Score,
  expression: Expression,
  formantScale: number,
  sampleRate: number,
  random: Random,
): Float64Array {
  const perStep = Math.round(STEP * sampleRate);
  const samples = new Float64Array(score.steps * perStep);
  const openQuotient = clamp(0.6 - 0.015 * expression.highs, 0.4, 0.85);
  const breath = 10 ** (expression.breath / 20);
  const tilt = onePole(clamp(NEUTRAL_TILT - expression.highs, 0.1, 35), sampleRate);
  const effort = 10 ** (expression.highs / 40);
  const audible = (frequency: number): boolean => frequency < 0.45 * sampleRate;
  const upper = UPPER_FORMANTS.map((frequency) => frequency * formantScale).filter(audible);
  const cascade = [...score.formants, ...upper].map(() => new Resonator());
  const mouth = new Resonator();

  let phase = 1;
  let increment = 0;
  let pulse = 0;
  let tilted = 0;
  for (let step = 0; step < score.steps; step++) {
    score.formants.forEach((track, index) => {
      cascade[index].tune(track[step], BANDWIDTHS[index], sampleRate);
    });
    upper.forEach((frequency, index) => {
      cascade[index + 3].tune(frequency, BANDWIDTHS[index + 3], sampleRate);
    });
    mouth.tune(Math.min(score.noiseCentre[step], 0.42 * sampleRate), NOISE_BANDWIDTH, sampleRate);
    for (let index = 0; index < perStep; index++) {
      if (phase >= 1) {
        phase -= Math.floor(phase);
        const period = 1 + 0.01 * expression.jitter * random.normal();
        increment = score.pitch[step] / sampleRate / Math.max(0.5, period);
        pulse = 10 ** ((expression.shimmer * random.normal()) / 20);
      }
      const noise = random.uniform(-1, 1);
      const open = phase / openQuotient;
      const flow = open < 1 ? pulse * (2 * open - 3 * open * open) : 0;
      tilted += tilt * (flow + breath * noise * (open < 1 ? 1 : 0.4) - tilted);
      let sound = score.voice[step] * tilted;
      for (const resonator of cascade) sound = resonator.filter(sound);
      samples[step * perStep + index] = sound + mouth.filter(effort * score.noise[step] * noise);
      phase += increment;
    }
  }
  return samples;
}

/** Klatt's digital resonator: unit gain at 0 Hz, a peak at its frequency. */
class Resonator {
  #a = 1;
  #b = 0;
  #c = 0;
  #last = 0;
  #beforeLast = 0;

  tune(frequency: number, bandwidth: number, sampleRate: number): void {
    const radius = Math.exp((-Math.PI * bandwidth) / sampleRate);
    this.#c = -radius * radius;
    this.#b = 2 * radius * Math.cos((2 * Math.PI * frequency) / sampleRate);
    this.#a = 1 - this.#b - this.#c;
  }

  filter(input: number): number {
    const output = this.#a * input + this.#b * this.#last + this.#c * this.#beforeLast;
    this.#beforeLast = this.#last;
    this.#last = output;
    return output;
  }
}

/** The gain `k` of `y += k (x - y)` that attenuates `TILT_AT` by so many dB. */
function onePole(attenuation: number, sampleRate: number): number {
  const gain = 10 ** (-attenuation / 10);
  const half = 1 - gain * Math.cos((2 * Math.PI * TILT_AT) / sampleRate);
  return 1 - (half - Math.sqrt(half * half - (1 - gain) ** 2)) / (1 - gain);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
