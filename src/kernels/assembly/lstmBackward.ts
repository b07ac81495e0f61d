import { hyperbolicTangent } from './activations';
import { multiply, multiplyPacked, multiplyScratch, packRight, packedBytes } from './product';
import { FLOAT, VECTOR, aligned, loadFirst, multiplyAdd, storeFirst } from './simd';
import { fromStepOrder, isTaken, toStepOrder } from './steps';

/** Bytes that `lstmBackward` needs beside its arrays. */
export function lstmBackwardScratch(batch: usize, steps: usize, inputs: usize, units: usize): usize {
  const rows = steps * batch;
  return (
    aligned(packedBytes(4 * units, units)) +
    2 * aligned(rows * units * FLOAT) +
    aligned(2 * batch * units * FLOAT) +
    aligned(rows * inputs * FLOAT) +
    aligned(4 * rows * units * FLOAT) +
    max(
      multiplyScratch(max(inputs, units), 4 * units, rows, true),
      multiplyScratch(rows, inputs, 4 * units, false),
    )
  );
}

/**
 * Back-propagation through time; arrays as in `LstmKernel.backward`, `mask` 0 for none. Within the recurrence there is
 * one product a step; the weights' and the inputs' gradients are one product each over all steps.
 */
export function lstmBackward(
  batch: usize,
  steps: usize,
  inputs: usize,
  units: usize,
  backwards: bool,
  lastOnly: bool,
  x: usize,
  mask: usize,
  kernel: usize,
  recurrentKernel: usize,
  outputs: usize,
  cells: usize,
  gates: usize,
  outputGradient: usize,
  xGradient: usize,
  kernelGradient: usize,
  recurrentGradient: usize,
  biasGradient: usize,
  scratch: usize,
): void {
  const rows = steps * batch;
  const state = batch * units * FLOAT;
  const packedRecurrent = scratch;
  const hidden = packedRecurrent + aligned(packedBytes(4 * units, units));
  const given = hidden + aligned(rows * units * FLOAT);
  const carried = given + aligned(rows * units * FLOAT);
  const ordered = carried + aligned(2 * state);
  const dz = ordered + aligned(rows * inputs * FLOAT);
  const rest = dz + aligned(4 * rows * units * FLOAT);
  const dHidden = carried;
  const dCell = carried + state;

  packRight(recurrentKernel, 4 * units, units, true, packedRecurrent);
  if (!lastOnly) toStepOrder(outputGradient, batch, steps, units, false, given);
  memory.fill(dHidden, 0, state);
  memory.fill(dCell, 0, state);
  for (let t = steps; t-- > 0; ) {
    if (!lastOnly) addTo(dHidden, given + t * state, state);
    else if (t === steps - 1) addTo(dHidden, outputGradient, state);
    const z = dz + 4 * t * state;
    for (let row: usize = 0; row < batch; row++) {
      const at = row * units * FLOAT;
      if (isTaken(mask, row, steps, t, backwards)) {
        const cell = cells + t * state + at;
        const before = t > 0 ? cell - state : 0;
        stepBack(units, gates + 4 * (t * state + at), before, cell, dHidden + at, dCell + at, z + 4 * at);
        memory.fill(dHidden + at, 0, units * FLOAT);
      } else {
        memory.fill(z + 4 * at, 0, 4 * units * FLOAT);
      }
    }
    if (t > 0) multiplyPacked(batch, units, 4 * units, z, packedRecurrent, dHidden, true);
  }

  toStepOrder(x, batch, steps, inputs, backwards, ordered);
  multiply(inputs, 4 * units, rows, ordered, true, dz, false, kernelGradient, false, rest);
  toStepOrder(outputs, batch, steps, units, false, hidden);
  multiply(units, 4 * units, rows - batch, hidden, true, dz + 4 * state, false, recurrentGradient, false, rest);
  sumRows(dz, rows, 4 * units, biasGradient);
  multiply(rows, inputs, 4 * units, dz, false, kernel, true, ordered, false, rest);
  fromStepOrder(ordered, batch, steps, inputs, backwards, xGradient);
}

function addTo(sum: usize, values: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + VECTOR <= bytes; at += VECTOR) {
    v128.store(sum + at, f32x4.add(v128.load(sum + at), v128.load(values + at)));
  }
  for (; at < bytes; at += FLOAT) store<f32>(sum + at, load<f32>(sum + at) + load<f32>(values + at));
}

/** The sum of each column of [rows, columns]. */
function sumRows(matrix: usize, rows: usize, columns: usize, sums: usize): void {
  const bytes = columns * FLOAT;
  memory.fill(sums, 0, bytes);
  for (let row: usize = 0; row < rows; row++) addTo(sums, matrix + row * bytes, bytes);
}

/** One row: from the gradients of the output and the cell to those of z; leaves that of the cell before. */
function stepBack(
  units: usize,
  gates: usize,
  before: usize,
  cell: usize,
  dHidden: usize,
  dCell: usize,
  dz: usize,
): void {
  const gate = units * FLOAT;
  let at: usize = 0;
  for (; at + VECTOR <= gate; at += VECTOR) {
    const last = before === 0 ? f32x4.splat(0) : v128.load(before + at);
    const i = v128.load(gates + at);
    const f = v128.load(gates + gate + at);
    const g = v128.load(gates + 2 * gate + at);
    const o = v128.load(gates + 3 * gate + at);
    const dh = v128.load(dHidden + at);
    const squashed = hyperbolicTangent(v128.load(cell + at));
    const dc = multiplyAdd(f32x4.mul(dh, o), lessSquare(squashed), v128.load(dCell + at));
    v128.store(dz + at, f32x4.mul(f32x4.mul(dc, g), slope(i)));
    v128.store(dz + gate + at, f32x4.mul(f32x4.mul(dc, last), slope(f)));
    v128.store(dz + 2 * gate + at, f32x4.mul(f32x4.mul(dc, i), lessSquare(g)));
    v128.store(dz + 3 * gate + at, f32x4.mul(f32x4.mul(dh, squashed), slope(o)));
    v128.store(dCell + at, f32x4.mul(dc, f));
  }
  for (; at < gate; at += FLOAT) {
    const last = before === 0 ? f32x4.splat(0) : loadFirst(before + at);
    const i = loadFirst(gates + at);
    const f = loadFirst(gates + gate + at);
    const g = loadFirst(gates + 2 * gate + at);
    const o = loadFirst(gates + 3 * gate + at);
    const dh = loadFirst(dHidden + at);
    const squashed = hyperbolicTangent(loadFirst(cell + at));
    const dc = multiplyAdd(f32x4.mul(dh, o), lessSquare(squashed), loadFirst(dCell + at));
    storeFirst(dz + at, f32x4.mul(f32x4.mul(dc, g), slope(i)));
    storeFirst(dz + gate + at, f32x4.mul(f32x4.mul(dc, last), slope(f)));
    storeFirst(dz + 2 * gate + at, f32x4.mul(f32x4.mul(dc, i), lessSquare(g)));
    storeFirst(dz + 3 * gate + at, f32x4.mul(f32x4.mul(dh, squashed), slope(o)));
    storeFirst(dCell + at, f32x4.mul(dc, f));
  }
}

/** The sigmoid's derivative from its value: s (1 - s). */
// @ts-ignore: decorator
@inline
function slope(s: v128): v128 {
  return f32x4.mul(s, f32x4.sub(f32x4.splat(1), s));
}

/** The hyperbolic tangent's derivative from its value: 1 - v². */
// @ts-ignore: decorator
@inline
function lessSquare(v: v128): v128 {
  return f32x4.sub(f32x4.splat(1), f32x4.mul(v, v));
}
