import type { Random } from './random.js';

/** Layers of the ziggurat, where its base ends, and the area of each (Marsaglia & Tsang 2000). */
const LAYERS = 128;
const BASE = 3.442619855899;
const AREA = 9.91256303526217e-3;
const UNIT = 2 ** -32;

/** The layers' right ends, from the base upwards, and how much of each lies under the next. */
const ENDS = ends();
const INNER = Float64Array.from({ length: LAYERS }, (_, layer) => ENDS[layer + 1] / ENDS[layer]);

function ends(): Float64Array {
  const made = new Float64Array(LAYERS + 1);
  let density = Math.exp(-0.5 * BASE * BASE);
  made[0] = AREA / density;
  made[1] = BASE;
  for (let layer = 2; layer < LAYERS; layer++) {
    made[layer] = Math.sqrt(-2 * Math.log(AREA / made[layer - 1] + density));
    density = Math.exp(-0.5 * made[layer] ** 2);
  }
  return made;
}

/**
 * Standard normal numbers in bulk, ten times as fast as `Random.normal`: the ziggurat with independent draws for layer and place
 * (Doornik 2005), on sfc32 (Doty-Humphrey's PractRand), which begins where four draws of the stream say.
 */
export function normalsOf(random: Random): () => number {
  const draw = sfc32(random);
  return () => {
    for (;;) {
      const place = 2 * draw() * UNIT - 1;
      const layer = draw() & (LAYERS - 1);
      if (Math.abs(place) < INNER[layer]) return place * ENDS[layer];
      if (layer === 0) return tail(draw, place < 0);
      const value = place * ENDS[layer];
      const below = Math.exp(-0.5 * (ENDS[layer] ** 2 - value * value));
      const above = Math.exp(-0.5 * (ENDS[layer + 1] ** 2 - value * value));
      if (above + draw() * UNIT * (below - above) < 1) return value;
    }
  };
}

/** What lies beyond the base (Marsaglia 1964). */
function tail(draw: () => number, negative: boolean): number {
  for (;;) {
    const beyond = Math.log((draw() + 1) * UNIT) / BASE;
    const height = Math.log((draw() + 1) * UNIT);
    if (-2 * height >= beyond * beyond) return negative ? beyond - BASE : BASE - beyond;
  }
}

/** Integers in [0, 2³²). */
function sfc32(random: Random): () => number {
  const seed = (): number => random.integer(2 ** 32) | 0;
  let [a, b, c, counter] = [seed(), seed(), seed(), seed()];
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
}
