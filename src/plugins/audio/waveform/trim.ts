/** What is cut off at a clip's ends. */
export interface Trim {
  /** How far below the loudest frame a frame still counts as sound, in dB. */
  readonly range: number;
  /** Seconds that stay before and after. */
  readonly margin: number;
}

/** Length of a frame, and from one to the next, in seconds. */
const FRAME = 0.025;
const HOP = 0.01;

/**
 * A clip from the beginning of its first loud frame to the end of its last one, with a margin: frames of 25 ms, every
 * 10 ms, loud where their mean power lies at most `range` dB below the loudest one's. What is after the last whole frame
 * counts with it. A clip shorter than a frame, or of silence, stays as it is.
 *
 * @returns A view of the samples.
 */
export function trimmed(samples: Float32Array, sampleRate: number, { range, margin }: Trim): Float32Array {
  const [length, hop] = [Math.round(FRAME * sampleRate), Math.round(HOP * sampleRate)];
  const frames = 1 + Math.floor((samples.length - length) / hop);
  if (frames < 2) return samples;
  const energies = frameEnergies(samples, frames, length, hop);
  let loudest = 0;
  for (const energy of energies) loudest = Math.max(loudest, energy);
  const least = loudest * 10 ** (-range / 10);
  const loud = (energy: number): boolean => energy >= least;
  const first = energies.findIndex(loud);
  const last = energies.findLastIndex(loud);
  const around = Math.round(margin * sampleRate);
  const end = last === frames - 1 ? samples.length : last * hop + length;
  return samples.subarray(Math.max(0, first * hop - around), Math.min(samples.length, end + around));
}

/** Sum of the squares of each frame's samples: from frame to frame some enter and some leave. */
function frameEnergies(samples: Float32Array, frames: number, length: number, hop: number): Float64Array {
  const energies = new Float64Array(frames);
  let sum = 0;
  for (let n = 0; n < length; n++) sum += samples[n] * samples[n];
  for (let frame = 0; frame < frames; frame++) {
    energies[frame] = sum;
    const end = Math.min((frame + 1) * hop, samples.length - length);
    for (let n = frame * hop; n < end; n++) {
      const [leaving, entering] = [samples[n], samples[n + length]];
      sum += entering * entering - leaving * leaving;
    }
  }
  return energies;
}
