import { Type } from '@sinclair/typebox';
import type { Random } from '../random.js';

/** The option `seed` of a split that draws: what keeps the parts as they are while the experiment's seed changes. */
export function SplitSeed(fallback: number | null) {
  return Type.Union([Type.Integer({ minimum: 0, maximum: 4294967295 }), Type.Null()], {
    default: fallback,
    description:
      "Fixes the parts by itself, so that runs with several seeds share them; null: the experiment's seed draws them.",
  });
}

/** The stream that a split draws from: `seed: 7` gives the parts that an experiment with the seed 7 has. */
export function splitStream(seed: number | null, random: Random): Random {
  return seed === null ? random : random.reseeded(seed);
}
