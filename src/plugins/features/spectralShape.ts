import { Type } from '@sinclair/typebox';
import { FEATURE_SHAPE_BANDS } from '../../core/errors/audio.js';
import { definePlugin } from '../../core/registry/plugin.js';
import type { Analysis } from '../../core/signal/analysis.js';

const NAMES = [
  'log_energy',
  'spectral_centroid',
  'spectral_bandwidth',
  'spectral_rolloff',
  'spectral_flatness',
  'log_flux',
  'alpha_ratio',
  'hammarberg_index',
] as const;
const COLUMNS = NAMES.length;

/** Least power that is told from nothing: librosa's `amin`, for the flatness and the ratios. */
const LEAST = 1e-10;
/** Is added to energies before their logarithm. */
const FLOOR = 1e-6;
/** In Hz: the alpha ratio's two bands, and the Hammarberg index's (Eyben et al. 2016). */
const ALPHA = [0, 1000, 5000] as const;
const HAMMARBERG = [0, 2000, 5000] as const;
/** Powers that are multiplied before one logarithm is taken of them: within 64 bits up to 1e19 each. */
const PRODUCT = 16;

export default definePlugin({
  kind: 'feature',
  name: 'spectral-shape',
  summary:
    'Eight numbers of the spectrum of each frame: its energy, where its energy lies, how flat it is and how much it changes.',
  options: Type.Object(
    {
      rolloff: Type.Number({
        default: 0.85,
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        description: 'Share of the magnitudes that lies at or below the roll-off frequency (no unit).',
      }),
    },
    { additionalProperties: false },
  ),
  /**
   * | column | what it is |
   * |---|---|
   * | `log_energy` | natural logarithm of the sum of the power spectrum, plus 1e-6 |
   * | `spectral_centroid`, `spectral_bandwidth`, `spectral_rolloff` | in Hz, over magnitudes, as librosa's |
   * | `spectral_flatness` | geometric over arithmetic mean of the power, from 0 to 1, as librosa's |
   * | `log_flux` | natural logarithm of the distance (root of the sum of squares) of the magnitudes from the frame before, plus 1e-6; the first frame has the second one's |
   * | `alpha_ratio` | energy below 1 kHz over that from 1 to 5 kHz, in dB |
   * | `hammarberg_index` | highest power below 2 kHz over that from 2 to 5 kHz, in dB |
   */
  create: ({ rolloff }) => ({ names: NAMES, extract: (analysis) => shapes(analysis, rolloff) }),
});

function shapes(analysis: Analysis, rolloff: number): Float32Array {
  const { frames, bins, values } = analysis.magnitude();
  const spacing = analysis.waveform.sampleRate / analysis.framing.fftSize;
  const bounds = { alpha: binsOf(ALPHA, spacing, bins), hammarberg: binsOf(HAMMARBERG, spacing, bins) };
  if (bounds.alpha[2] <= bounds.alpha[1] || bounds.hammarberg[2] <= bounds.hammarberg[1]) {
    throw FEATURE_SHAPE_BANDS({
      sampleRate: analysis.waveform.sampleRate,
      fftSize: analysis.framing.fftSize,
    });
  }
  const shape = new Float32Array(frames * COLUMNS);
  const powers = new Float64Array(bins);
  for (let frame = 0; frame < frames; frame++) {
    const magnitudes = values.subarray(frame * bins, (frame + 1) * bins);
    const before = values.subarray(Math.max(0, frame - 1) * bins, Math.max(1, frame) * bins);
    let [total, weighted, energy, change] = [0, 0, 0, 0];
    for (let bin = 0; bin < bins; bin++) {
      const magnitude = magnitudes[bin];
      const difference = magnitude - before[bin];
      powers[bin] = magnitude * magnitude;
      total += magnitude;
      weighted += bin * magnitude;
      energy += powers[bin];
      change += difference * difference;
    }
    // In silence there is no centre: 0, as librosa's.
    const centroid = total === 0 ? 0 : weighted / total;
    const row = frame * COLUMNS;
    shape[row] = Math.log(energy + FLOOR);
    shape[row + 1] = centroid * spacing;
    shape[row + 2] = total === 0 ? 0 : bandwidth(magnitudes, total, centroid) * spacing;
    shape[row + 3] = rolloffBin(magnitudes, total * rolloff) * spacing;
    shape[row + 4] = flatness(powers);
    shape[row + 5] = Math.log(Math.sqrt(change) + FLOOR);
    shape[row + 6] = decibels(
      sumOf(powers, bounds.alpha[0], bounds.alpha[1]),
      sumOf(powers, bounds.alpha[1], bounds.alpha[2]),
    );
    shape[row + 7] = decibels(
      highest(powers, bounds.hammarberg[0], bounds.hammarberg[1]),
      highest(powers, bounds.hammarberg[1], bounds.hammarberg[2]),
    );
  }
  if (frames > 1) shape[5] = shape[COLUMNS + 5];
  return shape;
}

/** The first bins at or above the lower two edges, and the end of those at or below the upper one. */
function binsOf(
  [low, middle, high]: readonly [number, number, number],
  spacing: number,
  bins: number,
): [number, number, number] {
  return [
    Math.ceil(low / spacing),
    Math.ceil(middle / spacing),
    Math.min(bins, Math.floor(high / spacing) + 1),
  ];
}

function bandwidth(magnitudes: Float64Array, total: number, centroid: number): number {
  let sum = 0;
  for (let bin = 0; bin < magnitudes.length; bin++)
    sum += magnitudes[bin] * (bin - centroid) * (bin - centroid);
  return Math.sqrt(sum / total);
}

/** The first bin up to which the magnitudes sum up to `threshold`. */
function rolloffBin(magnitudes: Float64Array, threshold: number): number {
  let sum = 0;
  for (let bin = 0; bin < magnitudes.length; bin++) {
    sum += magnitudes[bin];
    if (sum >= threshold) return bin;
  }
  return magnitudes.length - 1;
}

function flatness(powers: Float64Array): number {
  let logarithms = 0;
  let sum = 0;
  let product = 1;
  for (let bin = 0; bin < powers.length; bin++) {
    const power = Math.max(LEAST, powers[bin]);
    sum += power;
    product *= power;
    if (bin % PRODUCT === PRODUCT - 1) {
      logarithms += Math.log(product);
      product = 1;
    }
  }
  logarithms += Math.log(product);
  return Math.exp(logarithms / powers.length) / (sum / powers.length);
}

function sumOf(powers: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let bin = from; bin < to; bin++) sum += powers[bin];
  return sum;
}

function highest(powers: Float64Array, from: number, to: number): number {
  let most = 0;
  for (let bin = from; bin < to; bin++) most = Math.max(most, powers[bin]);
  return most;
}

function decibels(power: number, reference: number): number {
  return 10 * Math.log10((power + LEAST) / (reference + LEAST));
}
