import { AUDIO_FRAME_LENGTH } from '../errors/audio.js';
import { magnitudeRows } from '../../kernels/spectra/spectral.js';
import { framesOf } from './frames.js';
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
  const analysis: Analysis = {
    waveform,
    framing,
    frameCount: 1 + Math.floor(waveform.samples.length / framing.hopLength),
    magnitude: () => once('magnitude', () => magnitudes(analysis)),
    power: () => once('power', () => squares(analysis.magnitude())),
    once,
  };
  return analysis;
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
function magnitudes(analysis: Analysis): Spectrogram {
  const frames = framesOf(analysis);
  return { frames: frames.count, bins: frames.bins, values: magnitudeRows(frames) };
}

function squares({ frames, bins, values }: Spectrogram): Spectrogram {
  const powers = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) powers[index] = Math.fround(values[index] ** 2);
  return { frames, bins, values: powers };
}

function isPowerOfTwo(size: number): boolean {
  return Number.isInteger(size) && size > 0 && Number.isInteger(Math.log2(size));
}
