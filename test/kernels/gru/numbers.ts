import { lstmNumbers, type LstmCase, type LstmNumbers } from '../lstm/cases.js';
import { normals } from '../numbers.js';

/** Inputs, weights and an output gradient for a case: as the LSTM's, with three gates. */
export function gruNumbers(one: LstmCase): LstmNumbers {
  const { inputs, units } = one.shape;
  return {
    ...lstmNumbers(one),
    kernel: normals(inputs * 3 * units, 2, 1 / Math.sqrt(inputs)),
    recurrentKernel: normals(units * 3 * units, 3, 1 / Math.sqrt(units)),
    bias: normals(3 * units, 4),
  };
}
