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
  const magnitude = (): Spectrogram =>
    once('magnitude', () => magnitudeSpectrogram(waveform.samples, framing));
  return {
    waveform,
    framing,
    frameCount: 1 + Math.floor(waveform.samples.length / framing.hopLength),
    magnitude,
    power: () => once('power', () => squares(magnitude())),
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
 * |STFT| as `librosa.stft(y, n_fft, hop_length)` defines it: periodic Hann window, frames centred on multiples of
 * the hop, zeros before and after the clip.
 *
 * The transform works in 64 bits, and what follows is rounded as librosa and numpy round it: in a flat spectrum (a
 * click in digital silence) the rounding alone decides which bins are peaks, and with them the tuning of the chroma.
 */
function magnitudeSpectrogram(samples: Float32Array, { fftSize, hopLength }: Framing): Spectrogram {
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
      values[offset + bin] = absolute(Math.fround(spectrum[2 * bin]), Math.fround(spectrum[2 * bin + 1]));
    }
  }
  return { frames, bins, values };
}

/** |re + i·im| in 32 bits, by the steps of numpy's vectorised `abs`. */
function absolute(re: number, im: number): number {
  const larger = Math.max(Math.abs(re), Math.abs(im));
  const smaller = Math.min(Math.abs(re), Math.abs(im));
  if (larger === 0) return 0;
  const ratio = Math.fround(smaller / larger);
  return Math.fround(larger * Math.fround(Math.sqrt(Math.fround(1 + ratio * ratio))));
}

function squares({ frames, bins, values }: Spectrogram): Spectrogram {
  const powers = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) powers[index] = Math.fround(values[index] ** 2);
  return { frames, bins, values: powers };
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
