import chroma from './chroma.js';
import mel from './mel.js';
import meyda from './meyda.js';
import mfcc from './mfcc.js';
import pitch from './pitch.js';
import rms from './rms.js';
import spectralContrast from './spectralContrast.js';
import spectralShape from './spectralShape.js';
import zeroCrossingRate from './zeroCrossingRate.js';

export const featurePlugins = [
  mfcc,
  chroma,
  mel,
  spectralContrast,
  spectralShape,
  pitch,
  rms,
  zeroCrossingRate,
  meyda,
] as const;
