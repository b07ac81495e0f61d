/** Smallest power that is told from nothing (librosa's `amin`). */
const FLOOR = 1e-10;

/**
 * 10 · log10 of powers, none below 1e-10, and none more than `range` dB below the loudest of them all
 * (librosa.power_to_db with ref = 1 and top_db = `range`).
 */
export function powerToDecibels(powers: Float64Array, range = 80): Float64Array {
  const decibels = new Float64Array(powers.length);
  let loudest = -Infinity;
  for (let index = 0; index < powers.length; index++) {
    const value = 10 * Math.log10(Math.max(FLOOR, powers[index]));
    decibels[index] = value;
    if (value > loudest) loudest = value;
  }
  const floor = loudest - range;
  for (let index = 0; index < decibels.length; index++) {
    if (decibels[index] < floor) decibels[index] = floor;
  }
  return decibels;
}
