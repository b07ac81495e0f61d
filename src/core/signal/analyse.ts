import { AUDIO_FRAME_LENGTH } from '../errors/audio.js';
import { Fourier, isPowerOfTwo } from './fourier.js';
import type { Waveform } from '../experiment/clips.js';
import type { Framing } from '../experiment/frames.js';
import type { Analysis, Spectrogram } from './analysis.js';

const SHORTEST_FRAME = 16;

/**
 * Puts a clip under analysis. Nothing is computed before a feature asks for it.
 *
 * @throws AUDIO_FRAME_LENGTH where the frame length is not a power of two.
 */
export function createAnalysis(waveform: Waveform, framing: Framing): Analysis {
  checkFraming(framing);
  const computed = new Map<string, Computed<unknown>>();
  const once = <T>(key: string, compute: () => T): T => {
    const known = computed.get(key);
    if (known !== undefined && isOf<T>(known)) return known.value;
    const value = compute();
    computed.set(key, { value });
    return value;
  };
  const power = (): Spectrogram => once('power', () => powerSpectrogram(waveform.samples, framing));
  return {
    waveform,
    framing,
    frameCount: 1 + Math.floor(waveform.samples.length / framing.hopLength),
    power,
    magnitude: () => once('magnitude', () => squareRoots(power())),
    once,
  };
}

interface Computed<T> {
  readonly value: T;
}

/** A key stands for one computation, so what is kept under it has that computation's type. */
function isOf<T>(known: Computed<unknown>): known is Computed<T> {
  return 'value' in known;
}

function checkFraming({ fftSize, hopLength }: Framing): void {
  const sound = isPowerOfTwo(fftSize) && fftSize >= SHORTEST_FRAME;
  if (!sound || !Number.isInteger(hopLength) || hopLength < 1) {
    throw AUDIO_FRAME_LENGTH({ fftSize, hopLength });
  }
}

/**
 * |STFT|² as `librosa.stft(y, n_fft, hop_length)` defines it: periodic Hann window, frames centred on multiples of
 * the hop, zeros before and after the clip.
 */
function powerSpectrogram(samples: Float32Array, { fftSize, hopLength }: Framing): Spectrogram {
  const frames = 1 + Math.floor(samples.length / hopLength);
  const bins = fftSize / 2 + 1;
  const values = new Float64Array(frames * bins);
  const window = periodicHann(fftSize);
  const fourier = fourierOf(fftSize);
  const windowed = new Float64Array(fftSize);
  const spectrum = new Float64Array(2 * fftSize);
  for (let frame = 0; frame < frames; frame++) {
    const start = frame * hopLength - fftSize / 2;
    const from = Math.max(0, -start);
    const to = Math.min(fftSize, samples.length - start);
    windowed.fill(0);
    for (let index = from; index < to; index++) windowed[index] = window[index] * samples[start + index];
    fourier.real(windowed, spectrum);
    const offset = frame * bins;
    for (let bin = 0; bin < bins; bin++) {
      const re = spectrum[2 * bin];
      const im = spectrum[2 * bin + 1];
      values[offset + bin] = re * re + im * im;
    }
  }
  return { frames, bins, values };
}

function squareRoots({ frames, bins, values }: Spectrogram): Spectrogram {
  return { frames, bins, values: values.map(Math.sqrt) };
}

const transforms = new Map<number, Fourier>();

function fourierOf(size: number): Fourier {
  const known = transforms.get(size);
  if (known) return known;
  const made = new Fourier(size);
  transforms.set(size, made);
  return made;
}

const windows = new Map<number, Float64Array>();

/** Hann window of period `size` (scipy.signal.get_window('hann', size, fftbins=True)). */
function periodicHann(size: number): Float64Array {
  const known = windows.get(size);
  if (known) return known;
  const made = Float64Array.from({ length: size }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / size));
  windows.set(size, made);
  return made;
}
