import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { checkInputs, inputOption, inputsFor } from '../../core/training/augmentedInputs.js';

export default definePlugin({
  kind: 'augmenter',
  name: 'time-mask',
  summary: 'Sets a stretch of steps of each sequence to zero (SpecAugment, Park et al. 2019).',
  options: Type.Object(
    {
      steps: Type.Integer({
        default: 10,
        minimum: 1,
        description: 'Steps that a mask covers, at most; how many, and where, is drawn for each row.',
      }),
      masks: Type.Integer({ default: 1, minimum: 1, description: 'Masks of a row; they may overlap.' }),
      input: inputOption('sequences'),
    },
    { additionalProperties: false },
  ),
  /** Zero is the training rows' mean, where they are scaled. A mask lies within the row's real steps. */
  create: ({ steps: most, masks, input }) => ({
    check: (inputs) => {
      checkInputs({ input, takes: 'sequence' }, inputs);
    },
    augment(batch, random) {
      for (const { values, steps, columns, lengths } of inputsFor({ input, takes: 'sequence' }, batch)) {
        lengths.forEach((length, row) => {
          for (let mask = 0; mask < masks; mask++) {
            const masked = Math.min(length, random.integer(most + 1));
            const start = row * steps + random.integer(length - masked + 1);
            values.fill(0, start * columns, (start + masked) * columns);
          }
        });
      }
    },
  }),
});
