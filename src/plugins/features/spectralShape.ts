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
  create: ({ rolloff }) => ({
    names: NAMES,
    extract: (analysis) =>
      analysis.once(`spectral-shape/${String(rolloff)}`, () => shapes(analysis, rolloff)).slice(),
  }),
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
  for (let frame = 0; frame < frames; frame++) {
    const magnitudes = values.subarray(frame * bins, (frame + 1) * bins);
    const row = frame * COLUMNS;
    let [total, first, second, energy] = [0, 0, 0, 0];
    for (let bin = 0; bin < bins; bin++) {
      const magnitude = magnitudes[bin];
      const moment = bin * magnitude;
      total += magnitude;
      first += moment;
      second += bin * moment;
      energy += magnitude * magnitude;
    }
    // In silence there is no centre: 0, as librosa's.
    const centroid = total === 0 ? 0 : first / total;
    const variance = total === 0 ? 0 : Math.max(0, second / total - centroid * centroid);
    shape[row] = Math.log(energy + FLOOR);
    shape[row + 1] = centroid * spacing;
    shape[row + 2] = Math.sqrt(variance) * spacing;
    shape[row + 3] = rolloffBin(magnitudes, total * rolloff) * spacing;
    shape[row + 4] = flatness(magnitudes);
    const before = values.subarray(Math.max(0, frame - 1) * bins, Math.max(1, frame) * bins);
    shape[row + 5] = Math.log(distance(magnitudes, before) + FLOOR);
    shape[row + 6] = ratioOf(magnitudes, bounds.alpha, energyOf);
    shape[row + 7] = ratioOf(magnitudes, bounds.hammarberg, highestOf);
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

/** The first bin up to which the magnitudes sum up to `threshold`. */
function rolloffBin(magnitudes: Float64Array, threshold: number): number {
  let sum = 0;
  for (let bin = 0; bin < magnitudes.length; bin++) {
    sum += magnitudes[bin];
    if (sum >= threshold) return bin;
  }
  return magnitudes.length - 1;
}

function flatness(magnitudes: Float64Array): number {
  const bins = magnitudes.length;
  let logarithms = 0;
  let sum = 0;
  for (let from = 0; from < bins; from += PRODUCT) {
    const end = Math.min(bins, from + PRODUCT);
    let product = 1;
    for (let bin = from; bin < end; bin++) {
      const square = magnitudes[bin] * magnitudes[bin];
      const power = square > LEAST ? square : LEAST;
      sum += power;
      product *= power;
    }
    logarithms += Math.log(product);
  }
  return Math.exp(logarithms / bins) / (sum / bins);
}

/** Root of the sum of the squared differences. */
function distance(magnitudes: Float64Array, before: Float64Array): number {
  let sum = 0;
  for (let bin = 0; bin < magnitudes.length; bin++) {
    const difference = magnitudes[bin] - before[bin];
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

/** Of two bands, one after the other, in dB. */
function ratioOf(
  magnitudes: Float64Array,
  [from, between, to]: readonly [number, number, number],
  powerOf: (magnitudes: Float64Array, from: number, to: number) => number,
): number {
  const [low, high] = [powerOf(magnitudes, from, between), powerOf(magnitudes, between, to)];
  return 10 * Math.log10((low + LEAST) / (high + LEAST));
}

function energyOf(magnitudes: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let bin = from; bin < to; bin++) sum += magnitudes[bin] * magnitudes[bin];
  return sum;
}

function highestOf(magnitudes: Float64Array, from: number, to: number): number {
  let most = 0;
  for (let bin = from; bin < to; bin++) if (magnitudes[bin] > most) most = magnitudes[bin];
  return most * most;
}
