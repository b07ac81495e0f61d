import { ClipFrames } from '../../kernels/spectra/frames.js';
import type { Analysis } from './analysis.js';

/** A clip's frames as the kernels hold them, shared by the features of one clip. */
export function framesOf(analysis: Analysis): ClipFrames {
  const { waveform, framing } = analysis;
  return analysis.once(
    'intone/frames',
    () => new ClipFrames(waveform.samples, framing.fftSize, framing.hopLength),
  );
}
