import { hyperbolicTangent, sigmoid } from './activations';
import { multiplyPacked, packRight, packedBytes } from './product';
import { FLOAT, VECTOR, aligned, loadFirst, multiplyAdd, storeFirst } from './simd';
import { isTaken, stepAt } from './steps';
import { startOfShare } from './thread';

/** Bytes that each thread needs for `lstmForward` beside the arrays. */
export function lstmForwardScratch(batch: usize, inputs: usize, units: usize): usize {
  const columns = inputs + units;
  return aligned(packedBytes(columns, 4 * units)) + aligned(batch * columns * FLOAT);
}

/**
 * A whole sequence, for a thread's share of the batch's rows; arrays as in `LstmKernel.forward`, `mask` 0 for none.
 * `weights` is the kernel with the recurrent kernel below it, [inputs + units, 4 units]: a step's gates are one product
 * with the inputs and the outputs of the step before, side by side. The weights are packed once.
 */
export function lstmForward(
  batch: usize,
  steps: usize,
  inputs: usize,
  units: usize,
  backwards: bool,
  x: usize,
  mask: usize,
  weights: usize,
  bias: usize,
  outputs: usize,
  cells: usize,
  gates: usize,
  scratch: usize,
  share: usize,
  shares: usize,
): void {
  const first = startOfShare(batch, 4, share, shares);
  const rows = startOfShare(batch, 4, share + 1, shares) - first;
  if (rows === 0) return;
  const columns = inputs + units;
  const given = inputs * FLOAT;
  const state = units * FLOAT;
  const packed = scratch + share * lstmForwardScratch(batch, inputs, units);
  const sides = packed + aligned(packedBytes(columns, 4 * units));

  packRight(weights, 4 * state, columns, 4 * units, false, packed);
  memory.fill(sides, 0, rows * (given + state));
  for (let t: usize = 0; t < steps; t++) {
    const step = stepAt(steps, t, backwards);
    for (let row: usize = 0; row < rows; row++) {
      memory.copy(sides + row * (given + state), x + ((first + row) * steps + step) * given, given);
    }
    const place = (t * batch + first) * state;
    multiplyPacked(rows, 4 * units, columns, sides, given + state, packed, gates + 4 * place, 4 * state, false);
    for (let row: usize = 0; row < rows; row++) {
      const hidden = sides + row * (given + state) + given;
      const cell = cells + place + row * state;
      const before = t > 0 ? cell - batch * state : 0;
      const z = gates + 4 * (place + row * state);
      if (isTaken(mask, first + row, steps, step)) {
        takeStep(units, z, bias, before, cell, hidden);
      } else {
        memory.fill(z, 0, 4 * state);
        if (before === 0) memory.fill(cell, 0, state);
        else memory.copy(cell, before, state);
      }
      memory.copy(outputs + ((first + row) * steps + t) * state, hidden, state);
    }
  }
}

/** One row: turns z into the gates' activations, and makes the cell and the output. `before` is 0 at the first step. */
function takeStep(units: usize, z: usize, bias: usize, before: usize, cell: usize, hidden: usize): void {
  const gate = units * FLOAT;
  let at: usize = 0;
  for (; at + VECTOR <= gate; at += VECTOR) {
    const i = sigmoid(f32x4.add(v128.load(z + at), v128.load(bias + at)));
    const f = sigmoid(f32x4.add(v128.load(z + gate + at), v128.load(bias + gate + at)));
    const g = hyperbolicTangent(f32x4.add(v128.load(z + 2 * gate + at), v128.load(bias + 2 * gate + at)));
    const o = sigmoid(f32x4.add(v128.load(z + 3 * gate + at), v128.load(bias + 3 * gate + at)));
    const last = before === 0 ? f32x4.splat(0) : v128.load(before + at);
    const c = multiplyAdd(f, last, f32x4.mul(i, g));
    v128.store(z + at, i);
    v128.store(z + gate + at, f);
    v128.store(z + 2 * gate + at, g);
    v128.store(z + 3 * gate + at, o);
    v128.store(cell + at, c);
    v128.store(hidden + at, f32x4.mul(o, hyperbolicTangent(c)));
  }
  for (; at < gate; at += FLOAT) {
    const i = sigmoid(f32x4.add(loadFirst(z + at), loadFirst(bias + at)));
    const f = sigmoid(f32x4.add(loadFirst(z + gate + at), loadFirst(bias + gate + at)));
    const g = hyperbolicTangent(f32x4.add(loadFirst(z + 2 * gate + at), loadFirst(bias + 2 * gate + at)));
    const o = sigmoid(f32x4.add(loadFirst(z + 3 * gate + at), loadFirst(bias + 3 * gate + at)));
    const last = before === 0 ? f32x4.splat(0) : loadFirst(before + at);
    const c = multiplyAdd(f, last, f32x4.mul(i, g));
    storeFirst(z + at, i);
    storeFirst(z + gate + at, f);
    storeFirst(z + 2 * gate + at, g);
    storeFirst(z + 3 * gate + at, o);
    storeFirst(cell + at, c);
    storeFirst(hidden + at, f32x4.mul(o, hyperbolicTangent(c)));
  }
}
