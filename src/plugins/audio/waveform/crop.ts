/** Which part of a clip is taken. */
export interface Crop {
  readonly seconds: number;
  readonly from: 'start' | 'middle' | 'end';
}

/** Samples that every clip has after cropping. */
export function croppedLength({ seconds }: Crop, sampleRate: number): number {
  return Math.round(seconds * sampleRate);
}

/** Cuts a longer clip to `length` samples; a shorter one gets zeros at its end. */
export function crop(samples: Float32Array, length: number, from: Crop['from']): Float32Array {
  const cropped = new Float32Array(length);
  const surplus = Math.max(0, samples.length - length);
  const start = { start: 0, middle: Math.floor(surplus / 2), end: surplus }[from];
  cropped.set(samples.subarray(start, start + length));
  return cropped;
}
