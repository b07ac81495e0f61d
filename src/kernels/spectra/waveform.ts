import { roomsOf, type ClipFrames } from './frames.js';

const SINGLE = 4;
/** Bytes for the signs of 64 samples, and of how many changes there are before them. */
const WORD = 12;
const WORD_SAMPLES = 64;

/** Root mean square of each frame, zeros before and after the clip. */
export function rootMeanSquares(frames: ClipFrames): Float32Array {
  const { functions, arena } = frames.kernels;
  const values = new Float32Array(frames.count);
  frames.eachBlock(({ first, frames: count, samples }) => {
    const out = roomsOf(frames.kernels).out(count * SINGLE);
    functions.rootMeanSquares(samples, count, frames.hop, frames.fftSize, out);
    values.set(arena.singles(out, count), first);
  });
  return values;
}

/**
 * Share of each frame's samples that differ in sign from the one before; samples within `threshold` of 0 count as 0,
 * which is positive. The clip goes on at its ends as its first and last sample.
 */
export function zeroCrossingRates(frames: ClipFrames, threshold: number): Float32Array {
  const { functions, arena } = frames.kernels;
  const values = new Float32Array(frames.count);
  frames.eachBlock(({ first, frames: count, samples, sampleCount, clip: [from, to] }) => {
    const rooms = roomsOf(frames.kernels);
    const words = rooms.scratch((Math.ceil(sampleCount / WORD_SAMPLES) + 1) * WORD);
    const out = rooms.out(count * SINGLE);
    functions.zeroCrossings(
      ...[samples, sampleCount, from, to, count],
      ...[frames.hop, frames.fftSize, threshold, words, out],
    );
    values.set(arena.singles(out, count), first);
  });
  return values;
}
