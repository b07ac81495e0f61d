import { scaleCodes } from '../../../kernels/spectra/samples.js';
import { decodeFlacFrames } from './flacDecoder.js';
import { isFlac, readFlacStream } from './flac.js';
import { readPcm } from './pcm.js';
import { bareRiffWave, isRiffWave, readRiffWave } from './riff.js';
import type { ClipDefectReason } from '../../../core/experiment/clips.js';

/** An audio file's samples, or why there are none. */
export type Decoded =
  | {
      readonly usable: true;
      /** One array a channel, all of one length. */
      readonly channels: readonly Float32Array[];
      /** In Hz. */
      readonly sampleRate: number;
      /** The samples times 2^15, where there is one channel of 16-bit ones and they were at hand. */
      readonly codes: Int16Array | null;
    }
  | Unusable;

export interface Unusable {
  readonly usable: false;
  readonly reason: ClipDefectReason;
  readonly detail: string;
}

/** Rates outside of these come from a broken header; bringing them to another rate could take all memory. */
const LOWEST_RATE = 1000;
const HIGHEST_RATE = 768_000;

/**
 * Decodes WAV, FLAC and what else audio-decode knows (MP3, Ogg, Opus, AAC, …). Never throws for what the bytes hold.
 * Samples of WAV and FLAC files of up to 24 bits are, bit for bit, those that soundfile (libsndfile) reads.
 */
export async function decodeAudio(bytes: Uint8Array): Promise<Decoded> {
  if (bytes.length === 0) return unusable('empty', 'the file has no bytes');
  if (isRiffWave(bytes)) return decodeWave(bytes);
  if (isFlac(bytes)) return decodeFlac(bytes);
  return decodeBytes(bytes);
}

async function decodeWave(bytes: Uint8Array): Promise<Decoded> {
  const wave = readRiffWave(bytes);
  if (wave === null)
    return unusable('undecodable', "the WAV file has no 'fmt ' chunk followed by a 'data' chunk");
  const { data, promisedBytes, bytesPerSecond, layout } = wave;
  if (promisedBytes !== null && data.length < promisedBytes) {
    return truncated(promisedBytes / bytesPerSecond, data.length / bytesPerSecond);
  }
  const read = readPcm(wave);
  if (read !== null) return checked({ ...read, sampleRate: layout.sampleRate });
  const decoded = await decodeBytes(bareRiffWave(wave));
  return layout.kind === 'integer' ? evenlyScaled(decoded, layout.bits, false) : decoded;
}

async function decodeFlac(bytes: Uint8Array): Promise<Decoded> {
  const stream = readFlacStream(bytes);
  if (stream === null) return unusable('undecodable', 'the FLAC file ends within its header');
  const read = await decodeFlacFrames(bytes);
  const decoded = read === null ? await decodeBytes(bytes) : checked({ ...read, codes: null });
  const { promisedSamples, sampleRate, bits } = stream;
  const heldSamples = decoded.usable ? decoded.channels[0].length : 0;
  const complete = promisedSamples === null || heldSamples >= promisedSamples;
  if (!complete && (decoded.usable || decoded.reason === 'empty')) {
    return truncated(promisedSamples / sampleRate, heldSamples / sampleRate);
  }
  return evenlyScaled(decoded, bits, true);
}

async function decodeBytes(bytes: Uint8Array): Promise<Decoded> {
  try {
    const { default: decode } = await import('audio-decode');
    const { channelData: channels, sampleRate } = await decode(bytes);
    return checked({ channels, sampleRate, codes: null });
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return unusable('undecodable', `the bytes are no audio that can be read (${said})`);
  }
}

function checked(found: Omit<Extract<Decoded, { usable: true }>, 'usable'>): Decoded {
  const { channels, sampleRate } = found;
  if (channels.length === 0 || channels[0].length === 0) {
    return unusable('empty', 'the file holds no samples');
  }
  if (!(sampleRate >= LOWEST_RATE && sampleRate <= HIGHEST_RATE)) {
    const allowed = `between ${LOWEST_RATE} and ${HIGHEST_RATE} Hz`;
    return unusable(
      'undecodable',
      `the header gives a sample rate of ${sampleRate} Hz, which is not ${allowed}`,
    );
  }
  return { usable: true, ...found };
}

/**
 * Divides whole-number samples by 2^(bits−1), as libsndfile and so librosa do. audio-decode divides by one less: the
 * positive ones of a WAV file, all of a FLAC file. The whole number is found back first.
 */
function evenlyScaled(decoded: Decoded, bits: number, negativesToo: boolean): Decoded {
  if (!decoded.usable) return decoded;
  const full = 2 ** (bits - 1);
  if (negativesToo && bits === 16 && decoded.channels.length === 1) {
    const codes = new Int16Array(decoded.channels[0].length);
    const [samples] = decoded.channels;
    // Adding half and rounding down is rounding; the shift is quicker than Math.round.
    for (let index = 0; index < codes.length; index++) {
      codes[index] = ((samples[index] * (full - 1) + full + 0.5) | 0) - full;
    }
    return { ...decoded, channels: [scaleCodes(codes)], codes };
  }
  const channels = decoded.channels.map((channel) => {
    const scaled = channel.slice();
    for (let index = 0; index < scaled.length; index++) {
      const value = scaled[index];
      if (value > 0 || negativesToo) scaled[index] = Math.round(value * (full - 1)) / full;
    }
    return scaled;
  });
  return { ...decoded, channels };
}

function truncated(promisedSeconds: number, heldSeconds: number): Unusable {
  const [promised, held] = [promisedSeconds.toFixed(2), heldSeconds.toFixed(2)];
  return unusable('truncated', `the header promises ${promised} s, of which ${held} s can be read`);
}

function unusable(reason: ClipDefectReason, detail: string): Unusable {
  return { usable: false, reason, detail };
}
