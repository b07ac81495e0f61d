import { resample, resampledLength } from '../../../core/signal/resample.js';

/** Which part of a clip is taken. */
export interface Crop {
  readonly seconds: number;
  readonly from: 'start' | 'middle' | 'end';
}

/** Samples that every clip has after cropping. */
export function croppedLength({ seconds }: Crop, sampleRate: number): number {
  return Math.round(seconds * sampleRate);
}

/**
 * Brings a clip to another rate and then to its length: a longer clip is cut, a shorter one gets zeros at its end. No
 * more is resampled than is kept.
 */
export function cropped(samples: Float32Array, from: number, to: number, crop: Crop | null): Float32Array {
  if (crop === null) return resample(samples, from, to);
  const length = croppedLength(crop, to);
  const surplus = resampledLength(samples.length, from, to) - length;
  if (surplus >= 0) {
    const first = { start: 0, middle: Math.floor(surplus / 2), end: surplus }[crop.from];
    return resample(samples, from, to, { first, count: length });
  }
  const filled = new Float32Array(length);
  filled.set(resample(samples, from, to));
  return filled;
}
