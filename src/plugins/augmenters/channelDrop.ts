import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { checkInputs, inputOption, inputsFor } from '../../core/training/augmentedInputs.js';

export default definePlugin({
  kind: 'augmenter',
  name: 'channel-drop',
  summary:
    "Sets some columns of each row to zero, over all its steps (as SpecAugment's frequency masks, Park et al. 2019, but columns of no order).",
  options: Type.Object(
    {
      rate: Type.Number({
        default: 0.1,
        minimum: 0,
        exclusiveMaximum: 1,
        description: 'Chance of each column of a row to be dropped (no unit).',
      }),
      input: inputOption('of them'),
    },
    { additionalProperties: false },
  ),
  /** Zero is the training rows' mean, where they are scaled. The other columns are not made larger, as dropout does. */
  create: ({ rate, input }) => ({
    check: (inputs) => {
      checkInputs({ input, takes: 'any' }, inputs);
    },
    augment(batch, random) {
      for (const { values, steps, columns, lengths } of inputsFor({ input, takes: 'any' }, batch)) {
        lengths.forEach((length, row) => {
          const start = row * steps * columns;
          for (let column = 0; column < columns; column++) {
            if (random.next() >= rate) continue;
            for (let step = 0; step < length; step++) values[start + step * columns + column] = 0;
          }
        });
      }
    },
  }),
});
