import type {
  Floats,
  LstmGradients,
  LstmInput,
  LstmKernel,
  LstmShape,
  LstmTrace,
  LstmWeights,
} from './kernel.js';

/** The definition, written plainly: what the `cpu` backend runs, and what faster kernels are held against. */
export const referenceLstm: LstmKernel = { forward: lstmForward, backward: lstmBackward };

/** Fills `trace`; sums in 64 bits. Shapes as in `LstmKernel.forward`. */
export function lstmForward<A extends Floats>(
  shape: LstmShape,
  input: LstmInput<A>,
  weights: LstmWeights<A>,
  trace: LstmTrace<A>,
): void {
  const { batch, steps, inputs, units } = shape;
  const hidden = new Float64Array(batch * units);
  const cell = new Float64Array(batch * units);
  const z = new Float64Array(4 * units);
  for (let t = 0; t < steps; t++) {
    for (let row = 0; row < batch; row++) {
      const step = row * steps + stepAt(shape, t);
      if (isTaken(input, step)) {
        z.set(weights.bias);
        addProduct(z, input.x, step * inputs, inputs, weights.kernel);
        addProduct(z, hidden, row * units, units, weights.recurrentKernel);
        const gates = (t * batch + row) * 4 * units;
        for (let u = 0; u < units; u++) {
          const i = sigmoid(z[u]);
          const f = sigmoid(z[units + u]);
          const g = Math.tanh(z[2 * units + u]);
          const o = sigmoid(z[3 * units + u]);
          const c = f * cell[row * units + u] + i * g;
          cell[row * units + u] = c;
          hidden[row * units + u] = o * Math.tanh(c);
          trace.gates[gates + u] = i;
          trace.gates[gates + units + u] = f;
          trace.gates[gates + 2 * units + u] = g;
          trace.gates[gates + 3 * units + u] = o;
        }
      }
      const own = hidden.subarray(row * units, (row + 1) * units);
      trace.outputs.set(own, (row * steps + t) * units);
      trace.cells.set(cell.subarray(row * units, (row + 1) * units), (t * batch + row) * units);
    }
  }
}

/** Fills `gradients`; sums in 64 bits. Shapes as in `LstmKernel.backward`. */
export function lstmBackward<A extends Floats>(
  shape: LstmShape,
  input: LstmInput<A>,
  weights: LstmWeights<A>,
  trace: LstmTrace<A>,
  outputGradient: A,
  gradients: LstmGradients<A>,
): void {
  const { batch, steps, inputs, units } = shape;
  const lastOnly = outputGradient.length === batch * units;
  const sums = {
    kernel: new Float64Array(inputs * 4 * units),
    recurrentKernel: new Float64Array(units * 4 * units),
    bias: new Float64Array(4 * units),
  };
  const dHidden = new Float64Array(batch * units);
  const dCell = new Float64Array(batch * units);
  const dz = new Float64Array(4 * units);
  gradients.x.fill(0);
  for (let t = steps - 1; t >= 0; t--) {
    for (let row = 0; row < batch; row++) {
      const own = row * units;
      if (!lastOnly || t === steps - 1) {
        const from = lastOnly ? own : (row * steps + t) * units;
        for (let u = 0; u < units; u++) dHidden[own + u] += outputGradient[from + u];
      }
      const step = row * steps + stepAt(shape, t);
      if (!isTaken(input, step)) continue;

      const cells = (t * batch + row) * units;
      for (let u = 0; u < units; u++) {
        const i = trace.gates[4 * cells + u];
        const f = trace.gates[4 * cells + units + u];
        const g = trace.gates[4 * cells + 2 * units + u];
        const o = trace.gates[4 * cells + 3 * units + u];
        const before = t === 0 ? 0 : trace.cells[cells - batch * units + u];
        const squashed = Math.tanh(trace.cells[cells + u]);
        const dh = dHidden[own + u];
        const dc = dCell[own + u] + dh * o * (1 - squashed * squashed);
        dz[u] = dc * g * i * (1 - i);
        dz[units + u] = dc * before * f * (1 - f);
        dz[2 * units + u] = dc * i * (1 - g * g);
        dz[3 * units + u] = dh * squashed * o * (1 - o);
        dCell[own + u] = dc * f;
      }
      for (let j = 0; j < 4 * units; j++) sums.bias[j] += dz[j];
      for (let k = 0; k < inputs; k++) {
        gradients.x[step * inputs + k] = backThrough(
          dz,
          weights.kernel,
          k,
          input.x[step * inputs + k],
          sums.kernel,
        );
      }
      for (let k = 0; k < units; k++) {
        const before = t === 0 ? 0 : trace.outputs[(row * steps + t - 1) * units + k];
        dHidden[own + k] = backThrough(dz, weights.recurrentKernel, k, before, sums.recurrentKernel);
      }
    }
  }
  gradients.kernel.set(sums.kernel);
  gradients.recurrentKernel.set(sums.recurrentKernel);
  gradients.bias.set(sums.bias);
}

/** The input's step that is taken `t`-th. */
function stepAt({ steps, backwards }: LstmShape, t: number): number {
  return backwards ? steps - 1 - t : t;
}

function isTaken<A extends Floats>({ mask }: LstmInput<A>, step: number): boolean {
  return mask === null || mask[step] !== 0;
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** z += vector · matrix; matrix: [length, z.length]. */
function addProduct(z: Float64Array, vector: Floats, from: number, length: number, matrix: Floats): void {
  for (let k = 0; k < length; k++) {
    const value = vector[from + k];
    for (let j = 0; j < z.length; j++) z[j] += value * matrix[k * z.length + j];
  }
}

/** One row of a product's backward pass: adds value · dz to the row's gradient, gives dz · row. */
function backThrough(
  dz: Float64Array,
  matrix: Floats,
  row: number,
  value: number,
  sum: Float64Array,
): number {
  let total = 0;
  for (let j = 0; j < dz.length; j++) {
    total += dz[j] * matrix[row * dz.length + j];
    sum[row * dz.length + j] += value * dz[j];
  }
  return total;
}
