import { FEATURE_PITCH_FRAME, FEATURE_FREQUENCY_RANGE } from '../errors/audio.js';
import { autocorrelations } from '../../kernels/spectra/autocorrelation.js';
import type { Analysis } from './analysis.js';

/** How the fundamental frequency is looked for. */
export interface PitchSearch {
  /** Samples of a frame; a multiple of four. */
  readonly frameLength: number;
  /** Lowest and highest fundamental, in Hz. */
  readonly minimumFrequency: number;
  readonly maximumFrequency: number;
  /** What a candidate loses for each octave that it lies lower, in units of the autocorrelation. */
  readonly octaveCost: number;
  /** A frame whose strength is below this is unvoiced, from 0 to 1. */
  readonly voicing: number;
  /** A frame whose level is further than this below the clip's loudest is unvoiced, in dB. */
  readonly range: number;
}

/** The fundamental frequency of each frame of a clip. */
export interface PitchTrack {
  /** Height of the peak of the autocorrelation that was taken, from 0 to 1. */
  readonly strength: Float32Array;
  /** In Hz; of unvoiced frames too, where there is a peak, and 0 where there is none. */
  readonly frequency: Float64Array;
  readonly voiced: readonly boolean[];
}

/** Periods of the lowest fundamental that a frame has to hold: with fewer, the window hides the second one. */
const PERIODS = 2;

/**
 * Fundamental frequency by the autocorrelation of each frame, divided by the window's own (Boersma 1993, with a Hann
 * window). Of its peaks the one is taken that is highest after the octave cost, its place and height refined by a
 * parabola. There is no search for a smooth path through the frames.
 *
 * @throws FEATURE_FREQUENCY_RANGE, FEATURE_PITCH_FRAME where the search does not fit the sample rate.
 */
export function trackPitch(analysis: Analysis, search: PitchSearch): PitchTrack {
  const { samples, sampleRate } = analysis.waveform;
  const { shortest, longest } = lagsOf(search, sampleRate);
  // One more at either end, so that the outermost lags can be peaks.
  const { row, values } = autocorrelations(
    samples,
    analysis.framing.hopLength,
    search.frameLength,
    longest + 1,
  );
  const frames = analysis.frameCount;
  const strength = new Float32Array(frames);
  const frequency = new Float64Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    const own = values.subarray(frame * row, (frame + 1) * row);
    const peak = bestPeak(own, shortest, longest, search.octaveCost);
    if (peak === null) continue;
    strength[frame] = Math.min(1, Math.max(0, peak.height));
    frequency[frame] = sampleRate / peak.lag;
  }
  let loudest = 0;
  for (let frame = 0; frame < frames; frame++) loudest = Math.max(loudest, values[frame * row]);
  const quietest = loudest * 10 ** (-search.range / 10);
  const voiced = Array.from(
    strength,
    (height, frame) => frequency[frame] > 0 && height >= search.voicing && values[frame * row] >= quietest,
  );
  return { strength, frequency, voiced };
}

function lagsOf(search: PitchSearch, sampleRate: number): { shortest: number; longest: number } {
  const { frameLength, minimumFrequency: minimum, maximumFrequency: maximum } = search;
  if (minimum >= maximum || maximum > sampleRate / 4) {
    throw FEATURE_FREQUENCY_RANGE({ feature: 'pitch', minimum, maximum, sampleRate, share: 4 });
  }
  const longest = Math.ceil(sampleRate / minimum);
  if (frameLength < PERIODS * longest) {
    throw FEATURE_PITCH_FRAME({ frameLength, minimum, sampleRate, needed: PERIODS * longest });
  }
  return { shortest: Math.floor(sampleRate / maximum), longest };
}

interface Peak {
  /** In samples. */
  readonly lag: number;
  readonly height: number;
}

function bestPeak(row: Float32Array, shortest: number, longest: number, octaveCost: number): Peak | null {
  let best: Peak | null = null;
  let most = -Infinity;
  for (let lag = shortest; lag <= longest; lag++) {
    const height = row[lag];
    if (height <= 0 || height <= row[lag - 1] || height < row[lag + 1]) continue;
    const peak = refined(lag, row[lag - 1], height, row[lag + 1]);
    const score = peak.height - octaveCost * Math.log2(peak.lag);
    if (score > most) [best, most] = [peak, score];
  }
  return best;
}

/** The top of the parabola through three points, of which the middle one is the highest. */
function refined(lag: number, before: number, height: number, after: number): Peak {
  const slope = (after - before) / 2;
  const bend = 2 * height - before - after;
  return { lag: lag + slope / bend, height: height + (slope * slope) / (2 * bend) };
}
