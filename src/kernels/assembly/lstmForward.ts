import { hyperbolicTangent, sigmoid } from './activations';
import { multiplyPacked, packRight, packedBytes } from './product';
import { FLOAT, VECTOR, aligned, loadFirst, multiplyAdd, storeFirst } from './simd';
import { fromStepOrder, isTaken, toStepOrder } from './steps';

/** Bytes that `lstmForward` needs beside its arrays. */
export function lstmForwardScratch(batch: usize, steps: usize, inputs: usize, units: usize): usize {
  return (
    aligned(packedBytes(inputs, 4 * units)) +
    aligned(packedBytes(units, 4 * units)) +
    aligned(steps * batch * inputs * FLOAT) +
    aligned(steps * batch * units * FLOAT)
  );
}

/**
 * A whole sequence; arrays as in `LstmKernel.forward`, `mask` 0 for none. The inputs' part of every step's gates is one
 * product; the recurrent weights are packed once.
 */
export function lstmForward(
  batch: usize,
  steps: usize,
  inputs: usize,
  units: usize,
  backwards: bool,
  x: usize,
  mask: usize,
  kernel: usize,
  recurrentKernel: usize,
  bias: usize,
  outputs: usize,
  cells: usize,
  gates: usize,
  scratch: usize,
): void {
  const packedKernel = scratch;
  const packedRecurrent = packedKernel + aligned(packedBytes(inputs, 4 * units));
  const ordered = packedRecurrent + aligned(packedBytes(units, 4 * units));
  const hidden = ordered + aligned(steps * batch * inputs * FLOAT);

  packRight(kernel, inputs, 4 * units, false, packedKernel);
  packRight(recurrentKernel, units, 4 * units, false, packedRecurrent);
  toStepOrder(x, batch, steps, inputs, backwards, ordered);
  multiplyPacked(steps * batch, 4 * units, inputs, ordered, packedKernel, gates, false);

  const state = batch * units * FLOAT;
  for (let t: usize = 0; t < steps; t++) {
    const h = hidden + t * state;
    const c = cells + t * state;
    const z = gates + 4 * t * state;
    if (t > 0) multiplyPacked(batch, 4 * units, units, h - state, packedRecurrent, z, true);
    for (let row: usize = 0; row < batch; row++) {
      const at = row * units * FLOAT;
      if (isTaken(mask, row, steps, t, backwards)) {
        takeStep(units, z + 4 * at, bias, t > 0 ? c - state + at : 0, c + at, h + at);
      } else {
        standStill(units, t > 0, state, z + 4 * at, c + at, h + at);
      }
    }
  }
  fromStepOrder(hidden, batch, steps, units, false, outputs);
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

/** One row of a masked step: its state stays what it was, zero at the first step. */
function standStill(
  units: usize,
  hasPast: bool,
  state: usize,
  gates: usize,
  cell: usize,
  hidden: usize,
): void {
  const bytes = units * FLOAT;
  memory.fill(gates, 0, 4 * bytes);
  if (hasPast) {
    memory.copy(cell, cell - state, bytes);
    memory.copy(hidden, hidden - state, bytes);
  } else {
    memory.fill(cell, 0, bytes);
    memory.fill(hidden, 0, bytes);
  }
}
