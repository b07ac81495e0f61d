import type { Waveform } from '../experiment/clips.js';
import type { Framing } from '../experiment/frames.js';

/** A spectrogram: `values` is row-major by frame, shape [frames, bins]. */
export interface Spectrogram {
  readonly frames: number;
  readonly bins: number;
  readonly values: Float64Array;
}

/** One clip under analysis: what several features need is computed once, when it is first asked for. */
export interface Analysis {
  readonly waveform: Waveform;
  readonly framing: Framing;
  /** 1 + floor(samples / hopLength): frames are centred, as in librosa. */
  readonly frameCount: number;
  /** |STFT|, Hann window, centred, zero padding (librosa.stft's defaults). */
  magnitude(): Spectrogram;
  /** magnitude². */
  power(): Spectrogram;
  /** Computes a value once a clip and shares it between the features that use the same key. */
  once<T>(key: string, compute: () => T): T;
}
