import { Type } from '@sinclair/typebox';
import { FEATURE_FREQUENCY_RANGE } from '../errors/audio.js';
import { bandPowers, type BandFilters } from '../../kernels/spectra/spectral.js';
import { framesOf } from './frames.js';
import type { Analysis } from './analysis.js';

/** Which triangles a mel spectrogram is made with. */
export interface MelBands {
  readonly bands: number;
  /** Lower edge of the first band, in Hz. */
  readonly minimumFrequency: number;
  /** Upper edge of the last band, in Hz; null: half the sample rate. */
  readonly maximumFrequency: number | null;
  /** `slaney`: linear to 1 kHz; `htk`: 2595 · log10(1 + f/700). */
  readonly scale: MelScale;
  /** `area`: a triangle's weights are divided by half its width in Hz; `none`: its top is 1. */
  readonly norm: MelNorm;
}
export type MelScale = 'slaney' | 'htk';
export type MelNorm = 'area' | 'none';

/** Options that every feature of mel bands has, beside their number. */
export const melOptions = {
  minimumFrequency: Type.Number({
    default: 0,
    minimum: 0,
    description: 'Lower edge of the first mel band, in Hz.',
  }),
  maximumFrequency: Type.Union([Type.Number({ exclusiveMinimum: 0 }), Type.Null()], {
    default: null,
    description: 'Upper edge of the last mel band, in Hz; null: half the sample rate.',
  }),
  scale: Type.Union([Type.Literal('slaney'), Type.Literal('htk')], {
    default: 'slaney',
    description: "Mel scale: Slaney's (librosa's default), or that of the HTK (2595 · log10(1 + f/700)).",
  }),
  norm: Type.Union([Type.Literal('area'), Type.Literal('none')], {
    default: 'area',
    description:
      "'area': bands are divided by half their width in Hz (librosa's default); 'none': their top is 1.",
  }),
};

/** Of the levels of mel bands. */
export const floorOption = Type.Number({
  default: 1e-6,
  exclusiveMinimum: 0,
  description: 'With log: what is added to each power before its logarithm (full scale is 1).',
});

/**
 * Power in mel bands, row-major, shape [frames, bands]: librosa.feature.melspectrogram, by default with Slaney's
 * scale and area norm. Features that ask for the same bands share it.
 *
 * @throws FEATURE_FREQUENCY_RANGE where the bands do not fit the sample rate; `feature` names who asked.
 */
export function melSpectrogram(analysis: Analysis, mel: MelBands, feature: string): Float32Array {
  const { sampleRate } = analysis.waveform;
  const { bands, minimumFrequency: minimum, maximumFrequency, scale, norm } = mel;
  const maximum = maximumFrequency ?? sampleRate / 2;
  if (minimum >= maximum || maximum > sampleRate / 2) {
    throw FEATURE_FREQUENCY_RANGE({ feature, minimum, maximum, sampleRate });
  }
  const key = [sampleRate, analysis.framing.fftSize, bands, minimum, maximum, scale, norm].join('/');
  return analysis.once(`mel/${key}`, () => {
    const filters = cached(key, () => {
      const edges = bandEdges(bands, minimum, maximum, scale);
      return melFilters(sampleRate, analysis.framing.fftSize, edges, norm);
    });
    return bandPowers(framesOf(analysis), filters);
  });
}

const filterBanks = new Map<string, BandFilters>();

function cached(key: string, make: () => BandFilters): BandFilters {
  const known = filterBanks.get(key);
  if (known) return known;
  const made = make();
  filterBanks.set(key, made);
  return made;
}

/** Lower edge, centre and upper edge of each band, which are those of its neighbours: `bands` + 2 numbers, in Hz. */
function bandEdges(bands: number, minimum: number, maximum: number, scale: MelScale): number[] {
  const { toMel, toHertz } = SCALES[scale];
  const [lowest, highest] = [toMel(minimum), toMel(maximum)];
  return Array.from({ length: bands + 2 }, (_, index) =>
    toHertz(lowest + ((highest - lowest) * index) / (bands + 1)),
  );
}

/** librosa.filters.mel; weights are rounded to 32 bits as there. */
function melFilters(
  sampleRate: number,
  fftSize: number,
  edges: readonly number[],
  norm: MelNorm,
): BandFilters {
  const bins = fftSize / 2 + 1;
  const bands = edges.length - 2;
  const runs = new Uint32Array(2 * bands);
  const weights: number[] = [];
  for (let band = 0; band < bands; band++) {
    const [low, centre, high] = edges.slice(band, band + 3);
    const area = norm === 'area' ? 2 / (high - low) : 1;
    const first = Math.max(0, Math.floor((low * fftSize) / sampleRate));
    const last = Math.min(bins - 1, Math.ceil((high * fftSize) / sampleRate));
    runs.set([first, last - first + 1], 2 * band);
    for (let bin = first; bin <= last; bin++) {
      const frequency = (bin * sampleRate) / fftSize;
      const triangle = Math.min((frequency - low) / (centre - low), (high - frequency) / (high - centre));
      weights.push(Math.fround(Math.max(0, triangle)) * area);
    }
  }
  return { runs, weights: Float32Array.from(weights) };
}

/** Slaney's scale: linear to 1 kHz (200/3 Hz a mel), logarithmic above (27 steps to 6.4 kHz). */
const LINEAR_STEP = 200 / 3;
const BREAK_HERTZ = 1000;
const BREAK_MEL = BREAK_HERTZ / LINEAR_STEP;
const LOG_STEP = Math.log(6.4) / 27;

const SCALES = {
  slaney: { toMel: hertzToMel, toHertz: melToHertz },
  htk: {
    toMel: (hertz: number) => 2595 * Math.log10(1 + hertz / 700),
    toHertz: (mel: number) => 700 * (10 ** (mel / 2595) - 1),
  },
};

function hertzToMel(hertz: number): number {
  return hertz < BREAK_HERTZ ? hertz / LINEAR_STEP : BREAK_MEL + Math.log(hertz / BREAK_HERTZ) / LOG_STEP;
}

function melToHertz(mel: number): number {
  return mel < BREAK_MEL ? mel * LINEAR_STEP : BREAK_HERTZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}
