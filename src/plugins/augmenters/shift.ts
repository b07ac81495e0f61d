import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import type { BatchRows } from '../../core/training/augmentation.js';
import { checkInputs, inputOption, inputsFor } from '../../core/training/augmentedInputs.js';

export default definePlugin({
  kind: 'augmenter',
  name: 'shift',
  summary: 'Moves each sequence by some steps in time; what leaves the row is lost.',
  options: Type.Object(
    {
      steps: Type.Integer({
        default: 8,
        minimum: 1,
        description: 'Steps by which a row is moved at most, earlier or later; each number is drawn alike.',
      }),
      input: inputOption('sequences'),
    },
    { additionalProperties: false },
  ),
  /**
   * Moved later, a row begins with zeros (the training rows' mean, where they are scaled), which count as its steps; moved earlier, it
   * loses its first steps. Its length follows. At least one step stays.
   */
  create: ({ steps: most, input }) => ({
    check: (inputs) => {
      checkInputs({ input, takes: 'sequence' }, inputs);
    },
    augment(batch, random) {
      for (const rows of inputsFor({ input, takes: 'sequence' }, batch)) {
        for (let row = 0; row < batch.rows; row++) move(rows, row, random.integer(2 * most + 1) - most);
      }
    },
  }),
});

function move({ values, steps, columns, lengths }: BatchRows, row: number, wanted: number): void {
  const length = lengths[row];
  const by = Math.min(Math.max(wanted, 1 - length), steps - 1);
  const sequence = values.subarray(row * steps * columns, (row + 1) * steps * columns);
  if (by >= 0) {
    sequence.copyWithin(by * columns, 0, (steps - by) * columns);
    sequence.fill(0, 0, by * columns);
  } else {
    sequence.copyWithin(0, -by * columns);
    sequence.fill(0, (steps + by) * columns);
  }
  lengths[row] = Math.min(steps, length + by);
}
