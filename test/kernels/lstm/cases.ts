import type { LstmShape } from '../../../src/kernels/lstm/kernel.js';
import { normals } from '../numbers.js';

export interface LstmCase {
  readonly name: string;
  readonly shape: LstmShape;
  readonly masked: boolean;
  readonly lastOnly: boolean;
}

/** Sizes on and off the vectors' and the tiles' widths, each direction, with masks and without. */
export const lstmCases: readonly LstmCase[] = [
  { batch: 1, steps: 1, inputs: 1, units: 1 },
  { batch: 2, steps: 1, inputs: 3, units: 4 },
  { batch: 3, steps: 4, inputs: 2, units: 5 },
  { batch: 5, steps: 7, inputs: 9, units: 6 },
].flatMap((sizes) =>
  [false, true].flatMap((backwards) =>
    [false, true].flatMap((masked) =>
      [false, true].map((lastOnly) => {
        const names = [backwards && 'backwards', masked && 'masked', lastOnly && 'last output only'];
        const name = [Object.values(sizes).join('×'), ...names.filter((part) => part !== false)].join(', ');
        return { name, shape: { ...sizes, backwards }, masked, lastOnly };
      }),
    ),
  ),
);

/** Inputs, weights and an output gradient for a case. */
export function lstmNumbers({ shape, masked, lastOnly }: LstmCase): LstmNumbers {
  const { batch, steps, inputs, units } = shape;
  return {
    x: normals(batch * steps * inputs, 1),
    // The first row has no step at all, the others a few on either side or in the middle.
    mask: masked
      ? Float32Array.from({ length: batch * steps }, (_, index) => (index < steps || index % 3 === 1 ? 0 : 1))
      : null,
    kernel: normals(inputs * 4 * units, 2, 1 / Math.sqrt(inputs)),
    recurrentKernel: normals(units * 4 * units, 3, 1 / Math.sqrt(units)),
    bias: normals(4 * units, 4),
    outputGradient: normals(lastOnly ? batch * units : batch * steps * units, 5),
  };
}

export interface LstmNumbers {
  readonly x: Float32Array;
  readonly mask: Float32Array | null;
  readonly kernel: Float32Array;
  readonly recurrentKernel: Float32Array;
  readonly bias: Float32Array;
  readonly outputGradient: Float32Array;
}
