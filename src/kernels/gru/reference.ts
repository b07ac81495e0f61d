import type { Floats } from '../lstm/kernel.js';
import type { GruGradients, GruInput, GruKernel, GruShape, GruTrace, GruWeights } from './kernel.js';

/** The definition, written plainly: what the `cpu` backend runs, and what faster kernels are held against. */
export const referenceGru: GruKernel = { forward: gruForward, backward: gruBackward };

/** Fills `trace`; sums in 64 bits. Shapes as in `GruKernel.forward`. */
export function gruForward<A extends Floats>(
  shape: GruShape,
  input: GruInput<A>,
  weights: GruWeights<A>,
  trace: GruTrace<A>,
): void {
  const { batch, steps, inputs, units } = shape;
  const hidden = new Float64Array(batch * units);
  const sums = new Float64Array(3 * units);
  for (let t = 0; t < steps; t++) {
    for (let row = 0; row < batch; row++) {
      const step = row * steps + stepAt(shape, t);
      const own = hidden.subarray(row * units, (row + 1) * units);
      if (isTaken(input, step)) {
        sums.set(weights.bias);
        const x = input.x.subarray(step * inputs, (step + 1) * inputs);
        addProduct(sums, 0, 3 * units, x, weights.kernel);
        addProduct(sums, 0, 2 * units, own, weights.recurrentKernel);
        for (let u = 0; u < 2 * units; u++) sums[u] = sigmoid(sums[u]);
        const kept = own.map((value, u) => sums[units + u] * value);
        addProduct(sums, 2 * units, 3 * units, kept, weights.recurrentKernel);
        for (let u = 0; u < units; u++) {
          sums[2 * units + u] = Math.tanh(sums[2 * units + u]);
          own[u] = sums[u] * own[u] + (1 - sums[u]) * sums[2 * units + u];
        }
        trace.gates.set(sums, (t * batch + row) * 3 * units);
      }
      trace.outputs.set(own, (row * steps + t) * units);
    }
  }
}

/** Fills `gradients`; sums in 64 bits. Shapes as in `GruKernel.backward`. */
export function gruBackward<A extends Floats>(
  shape: GruShape,
  input: GruInput<A>,
  weights: GruWeights<A>,
  trace: GruTrace<A>,
  outputGradient: A,
  gradients: GruGradients<A>,
): void {
  const { batch, steps, inputs, units } = shape;
  const lastOnly = outputGradient.length === batch * units;
  const sums = {
    kernel: new Float64Array(inputs * 3 * units),
    recurrentKernel: new Float64Array(units * 3 * units),
    bias: new Float64Array(3 * units),
  };
  const dHidden = new Float64Array(batch * units);
  const dSums = new Float64Array(3 * units);
  gradients.x.fill(0);
  for (let t = steps - 1; t >= 0; t--) {
    for (let row = 0; row < batch; row++) {
      const dh = dHidden.subarray(row * units, (row + 1) * units);
      if (!lastOnly || t === steps - 1) {
        const from = lastOnly ? row * units : (row * steps + t) * units;
        for (let u = 0; u < units; u++) dh[u] += outputGradient[from + u];
      }
      const step = row * steps + stepAt(shape, t);
      if (!isTaken(input, step)) continue;

      const place = (t * batch + row) * 3 * units;
      const [z, r, candidate] = [0, 1, 2].map((gate) =>
        trace.gates.subarray(place + gate * units, place + (gate + 1) * units),
      );
      const before = new Float64Array(units);
      if (t > 0) {
        const last = (row * steps + t - 1) * units;
        before.set(trace.outputs.subarray(last, last + units));
      }
      const kept = before.map((value, u) => r[u] * value);
      for (let u = 0; u < units; u++) {
        dSums[u] = dh[u] * (before[u] - candidate[u]) * z[u] * (1 - z[u]);
        dSums[2 * units + u] = dh[u] * (1 - z[u]) * (1 - candidate[u] * candidate[u]);
      }
      for (let k = 0; k < units; k++) {
        const [u, from, to] = [weights.recurrentKernel, 2 * units, 3 * units];
        const dKept = backThrough(dSums, from, to, u, k, kept[k], sums.recurrentKernel);
        dSums[units + k] = dKept * before[k] * r[k] * (1 - r[k]);
        dh[k] = dh[k] * z[k] + dKept * r[k];
      }
      for (let k = 0; k < units; k++) {
        const u = weights.recurrentKernel;
        dh[k] += backThrough(dSums, 0, 2 * units, u, k, before[k], sums.recurrentKernel);
      }
      for (let k = 0; k < inputs; k++) {
        const at = step * inputs + k;
        gradients.x[at] = backThrough(dSums, 0, 3 * units, weights.kernel, k, input.x[at], sums.kernel);
      }
      for (let j = 0; j < 3 * units; j++) sums.bias[j] += dSums[j];
    }
  }
  gradients.kernel.set(sums.kernel);
  gradients.recurrentKernel.set(sums.recurrentKernel);
  gradients.bias.set(sums.bias);
}

/** The input's step that is taken `t`-th. */
function stepAt({ steps, backwards }: GruShape, t: number): number {
  return backwards ? steps - 1 - t : t;
}

function isTaken<A extends Floats>({ mask }: GruInput<A>, step: number): boolean {
  return mask === null || mask[step] !== 0;
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** Adds vector · matrix to the sums of the columns from `from` to `to`; matrix: [vector.length, sums.length]. */
function addProduct(sums: Float64Array, from: number, to: number, vector: Floats, matrix: Floats): void {
  for (const [k, value] of vector.entries()) {
    for (let j = from; j < to; j++) sums[j] += value * matrix[k * sums.length + j];
  }
}

/** One row of a product's backward pass over some columns: adds value · d to the row's gradient, gives d · row. */
function backThrough(
  d: Float64Array,
  from: number,
  to: number,
  matrix: Floats,
  row: number,
  value: number,
  sum: Float64Array,
): number {
  let total = 0;
  for (let j = from; j < to; j++) {
    total += d[j] * matrix[row * d.length + j];
    sum[row * d.length + j] += value * d[j];
  }
  return total;
}
