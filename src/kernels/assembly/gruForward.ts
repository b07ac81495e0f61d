import { hyperbolicTangent, sigmoid } from './activations';
import { multiplyPacked, packRight, packedBytes } from './product';
import { FLOAT, VECTOR, aligned, loadFirst, multiplyAdd, storeFirst } from './simd';
import { isTaken, stepAt } from './steps';
import { startOfShare } from './thread';

/** Bytes that each thread needs for `gruForward` beside the arrays. */
export function gruForwardScratch(batch: usize, inputs: usize, units: usize): usize {
  const columns = inputs + units;
  return (
    aligned(packedBytes(columns, 2 * units)) +
    aligned(packedBytes(columns, units)) +
    aligned(batch * columns * FLOAT) +
    aligned(batch * units * FLOAT)
  );
}

/**
 * A whole sequence, for a thread's share of the batch's rows; arrays as in `GruKernel.forward`, `mask` 0 for none.
 * `weights` is the kernel with the recurrent kernel below it, [inputs + units, 3 units]. A step is two products, with
 * the inputs and the state side by side: for both gates, and for the candidate with what the reset gate leaves of the state.
 */
export function gruForward(
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
  const side = given + state;
  const forGates = scratch + share * gruForwardScratch(batch, inputs, units);
  const forCandidate = forGates + aligned(packedBytes(columns, 2 * units));
  const sides = forCandidate + aligned(packedBytes(columns, units));
  const hidden = sides + aligned(batch * side);

  packRight(weights, 3 * state, columns, 2 * units, false, forGates);
  packRight(weights + 2 * state, 3 * state, columns, units, false, forCandidate);
  memory.fill(hidden, 0, rows * state);
  for (let t: usize = 0; t < steps; t++) {
    const step = stepAt(steps, t, backwards);
    for (let row: usize = 0; row < rows; row++) {
      memory.copy(sides + row * side, x + ((first + row) * steps + step) * given, given);
      memory.copy(sides + row * side + given, hidden + row * state, state);
    }
    const place = gates + (t * batch + first) * 3 * state;
    multiplyPacked(rows, 2 * units, columns, sides, side, forGates, place, 3 * state, false);
    for (let row: usize = 0; row < rows; row++) {
      openGates(units, place + row * 3 * state, bias, hidden + row * state, sides + row * side + given);
    }
    multiplyPacked(rows, units, columns, sides, side, forCandidate, place + 2 * state, 3 * state, false);
    for (let row: usize = 0; row < rows; row++) {
      const own = hidden + row * state;
      if (isTaken(mask, first + row, steps, step)) takeStep(units, place + row * 3 * state, bias, own);
      memory.copy(outputs + ((first + row) * steps + t) * state, own, state);
    }
  }
}

/** One row: turns the sums of both gates into their activations, and leaves the reset state. */
function openGates(units: usize, gates: usize, bias: usize, hidden: usize, reset: usize): void {
  const gate = units * FLOAT;
  let at: usize = 0;
  for (; at + VECTOR <= gate; at += VECTOR) {
    const z = sigmoid(f32x4.add(v128.load(gates + at), v128.load(bias + at)));
    const r = sigmoid(f32x4.add(v128.load(gates + gate + at), v128.load(bias + gate + at)));
    v128.store(gates + at, z);
    v128.store(gates + gate + at, r);
    v128.store(reset + at, f32x4.mul(r, v128.load(hidden + at)));
  }
  for (; at < gate; at += FLOAT) {
    const z = sigmoid(f32x4.add(loadFirst(gates + at), loadFirst(bias + at)));
    const r = sigmoid(f32x4.add(loadFirst(gates + gate + at), loadFirst(bias + gate + at)));
    storeFirst(gates + at, z);
    storeFirst(gates + gate + at, r);
    storeFirst(reset + at, f32x4.mul(r, loadFirst(hidden + at)));
  }
}

/** One row: turns the candidate's sum into its activation, and makes the state. */
function takeStep(units: usize, gates: usize, bias: usize, hidden: usize): void {
  const gate = units * FLOAT;
  let at: usize = 0;
  for (; at + VECTOR <= gate; at += VECTOR) {
    const z = v128.load(gates + at);
    const sum = f32x4.add(v128.load(gates + 2 * gate + at), v128.load(bias + 2 * gate + at));
    const candidate = hyperbolicTangent(sum);
    const fresh = f32x4.mul(f32x4.sub(f32x4.splat(1), z), candidate);
    v128.store(gates + 2 * gate + at, candidate);
    v128.store(hidden + at, multiplyAdd(z, v128.load(hidden + at), fresh));
  }
  for (; at < gate; at += FLOAT) {
    const z = loadFirst(gates + at);
    const sum = f32x4.add(loadFirst(gates + 2 * gate + at), loadFirst(bias + 2 * gate + at));
    const candidate = hyperbolicTangent(sum);
    const fresh = f32x4.mul(f32x4.sub(f32x4.splat(1), z), candidate);
    storeFirst(gates + 2 * gate + at, candidate);
    storeFirst(hidden + at, multiplyAdd(z, loadFirst(hidden + at), fresh));
  }
}
