import { Type } from '@sinclair/typebox';
import { normalsOf } from '../../core/normals.js';
import { definePlugin } from '../../core/registry/plugin.js';
import { checkInputs, inputOption, inputsFor } from '../../core/training/augmentedInputs.js';

export default definePlugin({
  kind: 'augmenter',
  name: 'noise',
  summary: 'Adds normal noise to every number of a row (Bishop 1995: akin to a penalty on large slopes).',
  options: Type.Object(
    {
      deviation: Type.Number({
        default: 0.1,
        minimum: 0,
        description: 'Standard deviation of the noise, in the unit of the scaled columns.',
      }),
      input: inputOption('of them'),
    },
    { additionalProperties: false },
  ),
  /** Steps after a row's end stay zero. */
  create: ({ deviation, input }) => ({
    check: (inputs) => {
      checkInputs({ input, takes: 'any' }, inputs);
    },
    augment(batch, random) {
      const normal = normalsOf(random);
      for (const { values, steps, columns, lengths } of inputsFor({ input, takes: 'any' }, batch)) {
        lengths.forEach((length, row) => {
          const start = row * steps * columns;
          for (let index = start; index < start + length * columns; index++) {
            values[index] += deviation * normal();
          }
        });
      }
    },
  }),
});
