import { Type } from '@sinclair/typebox';
import {
  SPLIT_FOLD_UNKNOWN,
  SPLIT_FOLDS_LEAVE_NOTHING,
  SPLIT_TOO_FEW_FOR_FOLDS,
} from '../../../core/errors/split.js';
import { sortById } from '../../../core/experiment/clipColumns.js';
import { SplitSeed, splitStream } from '../../../core/experiment/splitSeed.js';
import { definePlugin } from '../../../core/registry/plugin.js';
import { balancedColumns, evenSizes, unitsOf } from './units.js';
import { dealUnits } from './deal.js';
import type { Clip, Part } from '../../../core/experiment/clips.js';

export default definePlugin({
  kind: 'split',
  name: 'folds',
  summary:
    'Deals groups, by default speakers, into folds of which one is held out; over all folds every clip is held out once.',
  options: Type.Object(
    {
      of: Type.Integer({ default: 5, minimum: 2, description: 'Number of folds.' }),
      fold: Type.Integer({
        default: 1,
        minimum: 1,
        description: 'The fold that is the test part; counts from 1. The folds are the same whichever it is.',
      }),
      by: Type.String({
        default: 'speaker',
        minLength: 1,
        description:
          "Column whose values stay together: speaker, statement, …; 'clip' deals single clips out, with speakers on all sides.",
      }),
      validation: Type.Union(
        [Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), Type.Literal('next')],
        {
          default: 0.1,
          description:
            "For validation: a fraction of the groups, drawn from the other folds, at least one; or 'next': the fold after the one held out.",
        },
      ),
      balance: Type.Union([Type.Array(Type.String({ minLength: 1 }), { uniqueItems: true }), Type.Null()], {
        default: null,
        description:
          'Columns whose proportions the folds keep as well as whole groups let them; null: label, and sex where the clips have that column.',
      }),
      seed: SplitSeed(0),
    },
    { additionalProperties: false },
  ),
  create({ of, fold, by, validation, balance, seed }, context) {
    const random = splitStream(seed, context.random);
    return {
      needs: [...(by === 'clip' ? [] : [by]), ...(balance ?? [])],
      assign(clips) {
        if (fold > of) throw SPLIT_FOLD_UNKNOWN({ fold, of });
        const columns = balance ?? balancedColumns(clips);
        const units = unitsOf(sortById(clips), by);
        const names = [...units.keys()];
        const least = Math.max(of, 3);
        if (validation === 'next' && of < 3) throw SPLIT_FOLDS_LEAVE_NOTHING({});
        if (names.length < least) {
          throw SPLIT_TOO_FEW_FOR_FOLDS({ by, groups: names.length, of, least });
        }

        const deal = { units, columns, single: by === 'clip' };
        const folds = dealUnits(names, evenSizes(names.length, of), deal, random.fork('folds'));
        const held = folds[fold - 1];
        const rest = folds.filter((each) => each !== held).flat();
        const watched =
          validation === 'next' ? folds[fold % of] : drawn(rest, validation * names.length, deal);
        return partsOf(clips, units, held, watched);
      },
    };

    function drawn(
      rest: readonly string[],
      wanted: number,
      deal: Parameters<typeof dealUnits>[2],
    ): readonly string[] {
      const count = Math.min(rest.length - 1, Math.max(1, Math.round(wanted)));
      const sorted = [...rest].sort();
      return dealUnits(sorted, [count, rest.length - count], deal, random.fork(`validation/${fold}`))[0];
    }
  },
});

function partsOf(
  clips: readonly Clip[],
  units: ReadonlyMap<string, readonly Clip[]>,
  held: readonly string[],
  watched: readonly string[],
): readonly Part[] {
  const part = new Map<Clip, Part>();
  for (const name of watched) for (const clip of units.get(name) ?? []) part.set(clip, 'validation');
  for (const name of held) for (const clip of units.get(name) ?? []) part.set(clip, 'test');
  return clips.map((clip) => part.get(clip) ?? 'train');
}
