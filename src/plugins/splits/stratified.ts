import { Type } from '@sinclair/typebox';
import { SPLIT_CLASS_TOO_SMALL, SPLIT_FRACTIONS } from '../../core/errors/split.js';
import { apportion } from '../../core/experiment/apportion.js';
import { groupClips, sortById } from '../../core/experiment/clipColumns.js';
import { PARTS } from '../../core/experiment/clips.js';
import { countByPart } from '../../core/experiment/split.js';
import { SplitSeed, splitStream } from '../../core/experiment/splitSeed.js';
import { definePlugin } from '../../core/registry/plugin.js';
import type { Clip, Part } from '../../core/experiment/clips.js';
import type { Random } from '../../core/random.js';

export default definePlugin({
  kind: 'split',
  name: 'stratified',
  summary:
    'Draws the parts at random so that each keeps the proportions of the classes (by largest remainder); speakers are on all sides.',
  options: Type.Object(
    {
      test: Type.Number({
        default: 0.2,
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        description: 'Fraction of the clips that is held out for the test part.',
      }),
      validation: Type.Number({
        default: 0.1,
        exclusiveMinimum: 0,
        exclusiveMaximum: 1,
        description: 'Fraction of the clips (of all, not of what test leaves) for the validation part.',
      }),
      by: Type.Array(Type.String({ minLength: 1 }), {
        default: ['label'],
        minItems: 1,
        uniqueItems: true,
        description:
          'Columns whose proportions each part keeps, the strictest first: [label, sex] keeps the sexes within each class.',
      }),
      seed: SplitSeed(null),
    },
    { additionalProperties: false },
  ),
  create({ test, validation, by, seed }, context) {
    const random = splitStream(seed, context.random);
    return {
      needs: by,
      assign(clips, classes) {
        if (test + validation >= 1) throw SPLIT_FRACTIONS({ test, validation });
        const all = sortById(clips);
        const held = new Set(draw(all, Math.round(all.length * test), by, random.fork('test')));
        const rest = all.filter((clip) => !held.has(clip));
        const watched = new Set(
          draw(rest, Math.round(all.length * validation), by, random.fork('validation')),
        );
        const parts = clips.map((clip): Part =>
          held.has(clip) ? 'test' : watched.has(clip) ? 'validation' : 'train',
        );

        const counts = countByPart(clips, parts, classes);
        classes.forEach((name, index) => {
          const part = PARTS.find((candidate) => counts[candidate][index] === 0);
          if (part === undefined) return;
          const total = clips.filter(({ label }) => label === name).length;
          throw SPLIT_CLASS_TOO_SMALL({ class: name, clips: total, test, validation, part });
        });
        return parts;
      },
    };
  },
});

/** Draws so many clips that the first column's values keep their proportions, and within each value the next's. */
function draw(clips: readonly Clip[], count: number, by: readonly string[], random: Random): readonly Clip[] {
  if (by.length === 0) return random.shuffle(clips).slice(0, count);
  const [column, ...others] = by;
  const groups = [...groupClips(clips, column)];
  const sizes = groups.map(([, members]) => members.length);
  const shares = apportion(count, sizes, random.fork('shares'));
  return groups.flatMap(([value, members], index) =>
    draw(members, shares[index], others, random.fork(`${column}=${value}`)),
  );
}
