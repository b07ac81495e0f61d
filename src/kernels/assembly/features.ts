// The module's entry: what JavaScript may call for features and resampling. Pointers are byte offsets into the module's
// memory, which the caller lays out from `heapBase` on. There is one build, without relaxed SIMD: its results are the
// same bytes on every machine.
export { makePlan64, planBytes } from './fourier';
export { makeSplit, makeWindow, spectrogram } from './spectrogram';
export { bandPowers } from './melBands';
export { decibels, naturalLogs, raise } from './decibels';
export { autocorrelations, makePlan32 } from './autocorrelation';
export { cosineTransform } from './cepstrum';
export { pitchClasses } from './chroma';
export { extremes } from './contrast';
export { deviations, medianHeight, spectralPeaks } from './tuning';
export { resampleBlocks } from './resample';
export { highestBits, scaleCodes } from './samples';
export { rootMeanSquares, zeroCrossings } from './frames';

/** The same to the last bit in every JavaScript engine, which its own functions need not be. */
export function cosine(angle: f64): f64 {
  return Math.cos(angle);
}

export function sine(angle: f64): f64 {
  return Math.sin(angle);
}

/** The first byte that the module does not use itself. */
export const heapBase: usize = __heap_base;
