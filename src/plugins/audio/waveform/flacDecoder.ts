import type { FLACDecoder } from '@wasm-audio-decoders/flac';
import { flacFrames } from './flacFrames.js';

/** One decoder for all files of a thread: making one for each file costs more than decoding a clip of a few seconds. */
let decoder: Promise<FLACDecoder> | undefined;

async function makeDecoder(): Promise<FLACDecoder> {
  const { FLACDecoder: Decoder } = await import('@wasm-audio-decoders/flac');
  const made = new Decoder();
  await made.ready;
  return made;
}

/**
 * Samples of an undamaged FLAC file, frame by frame; null for any other, which the way of all formats then describes.
 */
export async function decodeFlacFrames(
  bytes: Uint8Array,
): Promise<{ readonly channels: readonly Float32Array[]; readonly sampleRate: number } | null> {
  const frames = flacFrames(bytes);
  if (frames === null) return null;
  try {
    decoder ??= makeDecoder();
    const { channelData, sampleRate, errors } = await (await decoder).decodeFrames([...frames]);
    if (errors.length === 0) return { channels: channelData, sampleRate };
  } catch {
    // The decoder may be in any state; the other way tells what is wrong with the file.
  }
  decoder = undefined;
  return null;
}
