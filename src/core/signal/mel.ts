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
}

/**
 * Power in mel bands, row-major, shape [frames, bands]: librosa.feature.melspectrogram with Slaney's scale and area norm.
 * Features that ask for the same bands share it.
 *
 * @throws FEATURE_FREQUENCY_RANGE where the bands do not fit the sample rate; `feature` names who asked.
 */
export function melSpectrogram(analysis: Analysis, mel: MelBands, feature: string): Float32Array {
  const { sampleRate } = analysis.waveform;
  const { bands, minimumFrequency: minimum, maximumFrequency } = mel;
  const maximum = maximumFrequency ?? sampleRate / 2;
  if (minimum >= maximum || maximum > sampleRate / 2) {
    throw FEATURE_FREQUENCY_RANGE({ feature, minimum, maximum, sampleRate });
  }
  const key = [sampleRate, analysis.framing.fftSize, bands, minimum, maximum].join('/');
  return analysis.once(`mel/${key}`, () => {
    const filters = cached(key, () =>
      melFilters(sampleRate, analysis.framing.fftSize, bands, minimum, maximum),
    );
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

/** librosa.filters.mel; weights are rounded to 32 bits as there. */
function melFilters(
  sampleRate: number,
  fftSize: number,
  bands: number,
  minimum: number,
  maximum: number,
): BandFilters {
  const bins = fftSize / 2 + 1;
  const [lowest, highest] = [hertzToMel(minimum), hertzToMel(maximum)];
  const edges = Array.from({ length: bands + 2 }, (_, index) =>
    melToHertz(lowest + ((highest - lowest) * index) / (bands + 1)),
  );
  const runs = new Uint32Array(2 * bands);
  const weights: number[] = [];
  for (let band = 0; band < bands; band++) {
    const [low, centre, high] = edges.slice(band, band + 3);
    const area = 2 / (high - low);
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

function hertzToMel(hertz: number): number {
  return hertz < BREAK_HERTZ ? hertz / LINEAR_STEP : BREAK_MEL + Math.log(hertz / BREAK_HERTZ) / LOG_STEP;
}

function melToHertz(mel: number): number {
  return mel < BREAK_MEL ? mel * LINEAR_STEP : BREAK_HERTZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}
