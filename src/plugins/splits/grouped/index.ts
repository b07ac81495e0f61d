import { Type } from '@sinclair/typebox';
import {
  SPLIT_FRACTIONS,
  SPLIT_GROUP_UNKNOWN,
  SPLIT_NAMED_TWICE,
  SPLIT_TOO_FEW_GROUPS,
} from '../../../core/errors/split.js';
import { clipColumn, groupClips, sortById } from '../../../core/experiment/clipColumns.js';
import { imbalanceOf, sharesOf } from '../../../core/experiment/groupBalance.js';
import { SplitSeed, splitStream } from '../../../core/experiment/splitSeed.js';
import { definePlugin } from '../../../core/registry/plugin.js';
import type { Part } from '../../../core/experiment/clips.js';
import type { Random } from '../../../core/random.js';

/** Random deals that are tried; the best balanced one is taken. */
const DEALS = 300;

const Share = (description: string, fraction: number) =>
  Type.Union(
    [
      Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }),
      Type.Array(Type.Union([Type.String(), Type.Number()]), { minItems: 1, uniqueItems: true }),
    ],
    { default: fraction, description },
  );

export default definePlugin({
  kind: 'split',
  name: 'grouped',
  summary:
    'Keeps each group, by default each speaker, within one part, so that the model is judged on voices that it never heard.',
  options: Type.Object(
    {
      by: Type.String({
        default: 'speaker',
        minLength: 1,
        description: 'Column whose values stay together: speaker, statement, channel, …',
      }),
      test: Share(
        'Held out: a fraction of the groups, or the groups by name, e.g. [Actor_23, Actor_24].',
        0.2,
      ),
      validation: Share('For validation: a fraction of the groups, or the groups by name.', 0.1),
      balance: Type.Array(Type.String({ minLength: 1 }), {
        default: ['label'],
        uniqueItems: true,
        description:
          'Columns whose proportions the parts keep as well as whole groups let them, e.g. [label, sex].',
      }),
      seed: SplitSeed(null),
    },
    { additionalProperties: false },
  ),
  create({ by, test, validation, balance, seed }, context) {
    const random = splitStream(seed, context.random);
    return {
      needs: [by, ...balance],
      assign(clips) {
        const groups = groupClips(sortById(clips), by);
        const names = [...groups.keys()];
        const listed = {
          test: listedGroups('test', test, by, names),
          validation: listedGroups('validation', validation, by, names),
        };
        const twice = listed.test.filter((name) => listed.validation.includes(name));
        if (twice.length > 0) {
          throw SPLIT_NAMED_TWICE({ what: by, named: twice, parts: ['test', 'validation'] });
        }
        const free = names.filter((name) => !listed.test.includes(name) && !listed.validation.includes(name));
        const wanted = { test: countOf(test, names.length), validation: countOf(validation, names.length) };
        if (typeof test === 'number' && typeof validation === 'number' && test + validation >= 1) {
          throw SPLIT_FRACTIONS({ test, validation });
        }
        if (free.length <= wanted.test + wanted.validation) {
          throw SPLIT_TOO_FEW_GROUPS({ by, groups: names.length, part: 'train' });
        }

        const shares = sharesOf(groups, balance);
        const deal = bestDeal(free, wanted, listed, shares, random.fork('deals'));
        return clips.map((clip) => deal.get(clipColumn(clip, by)) ?? null);
      },
    };
  },
});

type Sides = { readonly [P in 'test' | 'validation']: readonly string[] };

/** The groups that the config names for a part; none where it gives a fraction. */
function listedGroups(
  part: string,
  share: number | readonly (string | number)[],
  by: string,
  known: readonly string[],
): readonly string[] {
  if (typeof share === 'number') return [];
  const listed = share.map(String);
  const unknown = listed.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw SPLIT_GROUP_UNKNOWN({ by, unknown, part, known });
  return listed;
}

/** Groups that a part is still to be dealt: at least one for a fraction, none beside a list. */
function countOf(share: number | readonly unknown[], groups: number): number {
  return typeof share === 'number' ? Math.max(1, Math.round(share * groups)) : 0;
}

/** Deals the free groups out at random, many times, and keeps the deal whose parts are most like the whole. */
function bestDeal(
  free: readonly string[],
  wanted: { readonly test: number; readonly validation: number },
  listed: Sides,
  shares: ReadonlyMap<string, readonly number[]>,
  random: Random,
): ReadonlyMap<string, Part> {
  let best = new Map<string, Part>();
  let least = Infinity;
  for (let attempt = 0; attempt < DEALS && least > 0; attempt++) {
    const order = random.shuffle(free);
    const test = [...listed.test, ...order.slice(0, wanted.test)];
    const validation = [...listed.validation, ...order.slice(wanted.test, wanted.test + wanted.validation)];
    const train = order.slice(wanted.test + wanted.validation);
    const imbalance = imbalanceOf([train, validation, test], shares);
    if (imbalance >= least) continue;
    least = imbalance;
    best = new Map([
      ...train.map((name): [string, Part] => [name, 'train']),
      ...validation.map((name): [string, Part] => [name, 'validation']),
      ...test.map((name): [string, Part] => [name, 'test']),
    ]);
  }
  return best;
}
