import { Type } from '@sinclair/typebox';
import { AUGMENTER_INPUT_UNKNOWN, AUGMENTER_INPUT_VECTOR } from '../errors/fitting.js';
import type { AugmentedInput } from '../registry/contracts.js';
import { nearest } from '../text/nearest.js';
import type { BatchRows, TrainingBatch } from './augmentation.js';

/** The option `input` of augmenters that change one input, or all. */
export const inputOption = (of: string) =>
  Type.Union([Type.String({ minLength: 1 }), Type.Null()], {
    default: null,
    description: `Name of the input that is changed; null: all ${of}.`,
  });

/** Which inputs an augmenter changes: the named one or all, of those that it can. */
export interface InputChoice {
  readonly input: string | null;
  readonly takes: 'any' | 'sequence';
}

/** @throws AUGMENTER_INPUT_UNKNOWN, AUGMENTER_INPUT_VECTOR where there is nothing that it could change */
export function checkInputs({ input, takes }: InputChoice, inputs: readonly AugmentedInput[]): void {
  const named = inputs.filter(({ name }) => input === null || name === input);
  if (named.length === 0) {
    const known = inputs.map(({ name }) => name);
    throw AUGMENTER_INPUT_UNKNOWN({ input: String(input), known, nearest: nearest(String(input), known) });
  }
  if (takes === 'any' || named.some(({ kind }) => kind === 'sequence')) return;
  const sequences = inputs.flatMap(({ name, kind }) => (kind === 'sequence' ? [name] : []));
  throw AUGMENTER_INPUT_VECTOR({ input, sequences });
}

/** The inputs of a batch that the augmenter changes. */
export function inputsFor({ input, takes }: InputChoice, batch: TrainingBatch): readonly BatchRows[] {
  return batch.inputs.filter(
    ({ name, kind }) => (input === null || name === input) && (takes === 'any' || kind === takes),
  );
}
