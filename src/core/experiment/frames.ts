/** Frame-wise features of one clip: `values` is row-major, shape [frames, names.length]. */
export interface FrameFeatures {
  readonly frames: number;
  readonly names: readonly string[];
  readonly values: Float32Array;
}

/** How clips are framed; one setting for all features, so that they share one spectrogram. */
export interface Framing {
  /** Window and FFT length in samples. */
  readonly fftSize: number;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
}
