/** Centre, in octaves above A0, and width of the octaves that count (librosa.filters.chroma's defaults). */
const CENTRE_OCTAVE = 5;
const OCTAVE_WIDTH = 2;

const banks = new Map<string, readonly Float64Array[]>();

/**
 * Weights of the spectrum's bins in each chroma bin, the first of which is C: librosa.filters.chroma with its
 * defaults, rounded to 32 bits as there. One bank a setting is kept; a tuning has one of a hundred values.
 *
 * @param tuning Deviation from A440 in chroma bins.
 * @returns One array of fftSize/2 + 1 weights a chroma bin.
 */
export function chromaFilters(
  sampleRate: number,
  fftSize: number,
  bins: number,
  tuning: number,
): readonly Float64Array[] {
  const key = [sampleRate, fftSize, bins, tuning].join('/');
  const known = banks.get(key);
  if (known) return known;
  const made = makeFilters(sampleRate, fftSize, bins, tuning);
  banks.set(key, made);
  return made;
}

function makeFilters(sampleRate: number, fftSize: number, bins: number, tuning: number): Float64Array[] {
  const positions = chromaPositions(sampleRate, fftSize, bins, tuning);
  const fromC = (chroma: number): number => (chroma + 3 * Math.floor(bins / 12)) % bins;
  const filters = Array.from({ length: bins }, () => new Float64Array(fftSize / 2 + 1));
  for (let bin = 0; bin <= fftSize / 2; bin++) {
    const width = Math.max(positions[bin + 1] - positions[bin], 1);
    const bumps = Array.from({ length: bins }, (_, chroma) => bump(positions[bin] - chroma, bins, width));
    const length = Math.hypot(...bumps);
    const octave = (positions[bin] / bins - CENTRE_OCTAVE) / OCTAVE_WIDTH;
    const dominance = Math.exp(-0.5 * octave * octave);
    filters.forEach((filter, chroma) => {
      filter[bin] = Math.fround((bumps[fromC(chroma)] / length) * dominance);
    });
  }
  return filters;
}

/** Where each bin of the spectrum lies, in chroma bins above A0; the one at 0 Hz is put 1.5 octaves below the first. */
function chromaPositions(sampleRate: number, fftSize: number, bins: number, tuning: number): Float64Array {
  const octaveZero = (440 * 2 ** (tuning / bins)) / 16;
  const positions = new Float64Array(fftSize / 2 + 2);
  for (let bin = 1; bin < positions.length; bin++) {
    positions[bin] = bins * Math.log2((bin * sampleRate) / fftSize / octaveZero);
  }
  positions[0] = positions[1] - 1.5 * bins;
  return positions;
}

/** A Gaussian around the chroma bin, on the circle of the octave. */
function bump(distance: number, bins: number, width: number): number {
  const half = Math.round(bins / 2);
  const around = ((distance + half + 10 * bins) % bins) - half;
  return Math.exp(-0.5 * ((2 * around) / width) ** 2);
}
