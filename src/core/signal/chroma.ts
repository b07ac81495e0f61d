/** Centre, in octaves above A0, and width of the octaves that count (librosa.filters.chroma's defaults). */
const CENTRE_OCTAVE = 5;
const OCTAVE_WIDTH = 2;

/**
 * A share of a bin's energy that is left out: products with such weights are too small for normal 32-bit numbers, and
 * slow. It is a hundredth of what 32 bits can tell from the bin's largest share.
 */
const NEGLIGIBLE = 1e-10;

const banks = new Map<string, Float32Array>();

/** The kernel takes classes by fours. */
const GROUP = 4;

/**
 * Weights of the spectrum's bins in each chroma bin, the first of which is C: librosa.filters.chroma with its
 * defaults, rounded to 32 bits as there. One bank a setting is kept; a tuning has one of a hundred values.
 *
 * @param tuning Deviation from A440 in chroma bins.
 * @returns Row-major, shape [fftSize/2 + 1, bins rounded up to a multiple of four], zeros in what was added.
 */
export function chromaFilters(
  sampleRate: number,
  fftSize: number,
  bins: number,
  tuning: number,
): Float32Array {
  const key = [sampleRate, fftSize, bins, tuning].join('/');
  const known = banks.get(key);
  if (known) return known;
  const made = makeFilters(sampleRate, fftSize, bins, tuning);
  banks.set(key, made);
  return made;
}

function makeFilters(sampleRate: number, fftSize: number, bins: number, tuning: number): Float32Array {
  const positions = chromaPositions(sampleRate, fftSize, bins, tuning);
  const fromC = (chroma: number): number => (chroma + 3 * Math.floor(bins / 12)) % bins;
  const row = Math.ceil(bins / GROUP) * GROUP;
  const filters = new Float32Array((fftSize / 2 + 1) * row);
  const bumps = new Float64Array(bins);
  for (let bin = 0; bin <= fftSize / 2; bin++) {
    const width = Math.max(positions[bin + 1] - positions[bin], 1);
    let energy = 0;
    for (let chroma = 0; chroma < bins; chroma++) {
      bumps[chroma] = bump(positions[bin] - chroma, bins, width);
      energy += bumps[chroma] * bumps[chroma];
    }
    const octave = (positions[bin] / bins - CENTRE_OCTAVE) / OCTAVE_WIDTH;
    const dominance = Math.exp(-0.5 * octave * octave);
    const length = Math.sqrt(energy);
    for (let chroma = 0; chroma < bins; chroma++) {
      const share = bumps[fromC(chroma)] / length;
      if (share > NEGLIGIBLE) filters[bin * row + chroma] = share * dominance;
    }
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
