import type { Random } from '../../../core/random.js';

/** Level of neutral speech and of the room's noise, root mean square, in dB of full scale. */
const SPEECH_LEVEL = -30;
const ROOM_LEVEL = -70;

/**
 * Records an utterance: at its level, with silence before and after and the noise of the room throughout.
 *
 * @param speech samples of any level
 * @param level against neutral speech, in dB
 * @param pause mean length of each silence, in samples
 * @returns samples in (-1, 1)
 */
export function record(speech: Float64Array, level: number, pause: number, random: Random): Float64Array {
  const before = Math.round(pause * random.uniform(0.5, 1.5));
  const after = Math.round(pause * random.uniform(0.5, 1.5));
  const meanSquare = speech.reduce((total, sample) => total + sample * sample, 0) / speech.length;
  const gain = 10 ** ((SPEECH_LEVEL + level) / 20) / Math.sqrt(meanSquare);
  const room = Math.sqrt(3) * 10 ** (ROOM_LEVEL / 20);
  return Float64Array.from({ length: before + speech.length + after }, (_, index) => {
    const sample = index < before || index >= before + speech.length ? 0 : gain * speech[index - before];
    return limit(sample + random.uniform(-room, room));
  });
}

/** Linear up to half of full scale, then bent so that it never reaches it. */
function limit(sample: number): number {
  const size = Math.abs(sample);
  return size <= 0.5 ? sample : Math.sign(sample) * (0.5 + 0.5 * Math.tanh(2 * (size - 0.5)));
}
