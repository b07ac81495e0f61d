import FFT from 'fft.js';

/**
 * Discrete Fourier transforms of one power-of-two length, in double precision (fft.js, radix 4).
 * Complex numbers stand interleaved: re₀, im₀, re₁, im₁, …
 */
export class Fourier {
  readonly size: number;
  readonly #fft: FFT;

  constructor(size: number) {
    this.size = size;
    this.#fft = new FFT(size);
  }

  /** Of `size` real numbers into `spectrum`, 2 · size long; only its first size/2 + 1 bins are filled. */
  real(signal: Float64Array, spectrum: Float64Array): void {
    this.#fft.realTransform(spectrum, signal);
  }

  /** Of `size` complex numbers. */
  forward(signal: Float64Array, spectrum: Float64Array): void {
    this.#fft.transform(spectrum, signal);
  }

  /** Back again, with the factor 1/size. */
  inverse(spectrum: Float64Array, signal: Float64Array): void {
    this.#fft.inverseTransform(signal, spectrum);
  }
}

export function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(size) && size > 0 && Number.isInteger(Math.log2(size));
}
