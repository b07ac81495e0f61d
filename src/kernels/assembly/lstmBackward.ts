import { hyperbolicTangent } from './activations';
import { intoLeftPanels, intoRightPanels, leftPanelBytes } from './panels';
import { multiplyPacked, packRight, packedBytes } from './product';
import { FLOAT, VECTOR, aligned, loadFirst, multiplyAdd, storeFirst } from './simd';
import { isTaken, stepAt } from './steps';
import { startOfShare } from './thread';

/** Bytes that each thread needs for `lstmBackward` beside the arrays. */
export function lstmBackwardScratch(batch: usize, inputs: usize, units: usize): usize {
  const columns = inputs + units;
  return (
    aligned(packedBytes(4 * units, columns)) +
    aligned(2 * batch * units * FLOAT) +
    aligned(4 * batch * units * FLOAT) +
    aligned(batch * columns * FLOAT) +
    aligned(batch * (columns + 1) * FLOAT)
  );
}

/**
 * Back-propagation through time for a thread's share of the batch's rows; arrays as in `LstmKernel.backward`, `mask` 0
 * for none, `weights` as in `lstmForward`. Within the recurrence there is one product a step, which gives the gradients
 * of the step's inputs and of the outputs before it. The gradients of kernel, recurrent kernel and bias, one below the
 * other, [inputs + units + 1, 4 units], are one product over all steps: its factors are left in `panels`.
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
  weights: usize,
  outputs: usize,
  cells: usize,
  gates: usize,
  outputGradient: usize,
  xGradient: usize,
  panels: usize,
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
  const packed = scratch + share * lstmBackwardScratch(batch, inputs, units);
  const dHidden = packed + aligned(packedBytes(4 * units, columns));
  const dCell = dHidden + rows * state;
  const dz = dHidden + aligned(2 * batch * state);
  const product = dz + aligned(4 * batch * state);
  const sides = product + aligned(batch * (given + state));
  const sideBytes = given + state + FLOAT;
  const rightPanels = panels + leftPanelBytes(batch * steps, columns + 1);

  packRight(weights, 4 * state, 4 * units, columns, true, packed);
  memory.fill(dHidden, 0, 2 * rows * state);
  for (let t = steps; t-- > 0; ) {
    const step = stepAt(steps, t, backwards);
    for (let row: usize = 0; row < rows; row++) {
      const at = row * state;
      const own = (first + row) * steps;
      if (!lastOnly) addTo(dHidden + at, outputGradient + (own + t) * state, state);
      else if (t === steps - 1) addTo(dHidden + at, outputGradient + (first + row) * state, state);
      if (isTaken(mask, first + row, steps, step)) {
        const place = (t * batch + first + row) * state;
        const cell = cells + place;
        const before = t > 0 ? cell - batch * state : 0;
        stepBack(units, gates + 4 * place, before, cell, dHidden + at, dCell + at, dz + 4 * at);
      } else {
        memory.fill(dz + 4 * at, 0, 4 * state);
      }
      const side = sides + row * sideBytes;
      memory.copy(side, x + (own + step) * given, given);
      if (t > 0) memory.copy(side + given, outputs + (own + t - 1) * state, state);
      else memory.fill(side + given, 0, state);
      store<f32>(side + given + state, 1);
    }
    intoLeftPanels(sides, sideBytes, rows, columns + 1, panels, batch * steps, t * batch + first);
    intoRightPanels(dz, 4 * state, rows, 4 * units, rightPanels, batch * steps, t * batch + first);
    multiplyPacked(rows, columns, 4 * units, dz, 4 * state, packed, product, given + state, false);
    for (let row: usize = 0; row < rows; row++) {
      const from = product + row * (given + state);
      memory.copy(xGradient + ((first + row) * steps + step) * given, from, given);
      if (isTaken(mask, first + row, steps, step)) memory.copy(dHidden + row * state, from + given, state);
    }
  }
}

function addTo(sum: usize, values: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + VECTOR <= bytes; at += VECTOR) {
    v128.store(sum + at, f32x4.add(v128.load(sum + at), v128.load(values + at)));
  }
  for (; at < bytes; at += FLOAT) store<f32>(sum + at, load<f32>(sum + at) + load<f32>(values + at));
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
