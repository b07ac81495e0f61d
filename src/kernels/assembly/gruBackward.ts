import { intoLeftPanels, intoRightPanels, leftPanelBytes, panelBytes } from './panels';
import { multiplyPacked, packRight, packedBytes } from './product';
import { FLOAT, VECTOR, aligned, loadFirst, multiplyAdd, storeFirst } from './simd';
import { isTaken, stepAt } from './steps';
import { startOfShare } from './thread';

/** Bytes that each thread needs for `gruBackward` beside the arrays. */
export function gruBackwardScratch(batch: usize, inputs: usize, units: usize): usize {
  const columns = inputs + units;
  return (
    aligned(packedBytes(2 * units, columns)) +
    aligned(packedBytes(units, columns)) +
    aligned(batch * units * FLOAT) +
    aligned(3 * batch * units * FLOAT) +
    2 * aligned(batch * columns * FLOAT) +
    2 * aligned(batch * (columns + 1) * FLOAT)
  );
}

/**
 * Back-propagation through time for a thread's share of the batch's rows; arrays as in `GruKernel.backward`, `mask` 0
 * for none, `weights` as in `gruForward`. The gradients of kernel, recurrent kernel and bias, one below the other, are
 * two products over all steps, whose factors are left in `panels`: [inputs + units + 1, 2 units] for the gates, and
 * behind them [inputs + units + 1, units] for the candidate.
 */
export function gruBackward(
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
  const side = given + state + FLOAT;
  const forGates = scratch + share * gruBackwardScratch(batch, inputs, units);
  const forCandidate = forGates + aligned(packedBytes(2 * units, columns));
  const dHidden = forCandidate + aligned(packedBytes(units, columns));
  const dGates = dHidden + aligned(batch * state);
  const throughGates = dGates + aligned(3 * batch * state);
  const throughCandidate = throughGates + aligned(batch * (given + state));
  const sides = throughCandidate + aligned(batch * (given + state));
  const resetSides = sides + aligned(batch * side);
  const terms = batch * steps;
  const gatesRight = panels + leftPanelBytes(terms, columns + 1);
  const candidateLeft = panels + panelBytes(columns + 1, 2 * units, terms);
  const candidateRight = candidateLeft + leftPanelBytes(terms, columns + 1);

  packRight(weights, 3 * state, 2 * units, columns, true, forGates);
  packRight(weights + 2 * state, 3 * state, units, columns, true, forCandidate);
  memory.fill(dHidden, 0, rows * state);
  for (let t = steps; t-- > 0; ) {
    const step = stepAt(steps, t, backwards);
    for (let row: usize = 0; row < rows; row++) {
      const dh = dHidden + row * state;
      const own = (first + row) * steps;
      if (!lastOnly) addTo(dh, outputGradient + (own + t) * state, state);
      else if (t === steps - 1) addTo(dh, outputGradient + (first + row) * state, state);
      const to = sides + row * side;
      memory.copy(to, x + (own + step) * given, given);
      if (t > 0) memory.copy(to + given, outputs + (own + t - 1) * state, state);
      else memory.fill(to + given, 0, state);
      store<f32>(to + given + state, 1);
      const reset = resetSides + row * side;
      memory.copy(reset, to, side);
      const place = gates + (t * batch + first + row) * 3 * state;
      const dPlace = dGates + row * 3 * state;
      if (isTaken(mask, first + row, steps, step)) {
        backToCandidate(units, place, to + given, reset + given, dh, dPlace);
      } else {
        memory.fill(dPlace, 0, 3 * state);
      }
    }
    const dCandidate = dGates + 2 * state;
    multiplyPacked(
      rows,
      columns,
      units,
      dCandidate,
      3 * state,
      forCandidate,
      throughCandidate,
      given + state,
      false,
    );
    for (let row: usize = 0; row < rows; row++) {
      if (!isTaken(mask, first + row, steps, step)) continue;
      const place = gates + (t * batch + first + row) * 3 * state;
      const dReset = throughCandidate + row * (given + state) + given;
      backToReset(
        units,
        place,
        sides + row * side + given,
        dReset,
        dHidden + row * state,
        dGates + row * 3 * state + state,
      );
    }
    intoLeftPanels(sides, side, rows, columns + 1, panels, terms, t * batch + first);
    intoRightPanels(dGates, 3 * state, rows, 2 * units, gatesRight, terms, t * batch + first);
    intoLeftPanels(resetSides, side, rows, columns + 1, candidateLeft, terms, t * batch + first);
    intoRightPanels(dCandidate, 3 * state, rows, units, candidateRight, terms, t * batch + first);
    multiplyPacked(
      rows,
      columns,
      2 * units,
      dGates,
      3 * state,
      forGates,
      throughGates,
      given + state,
      false,
    );
    for (let row: usize = 0; row < rows; row++) {
      const through = throughGates + row * (given + state);
      const to = xGradient + ((first + row) * steps + step) * given;
      memory.copy(to, through, given);
      addTo(to, throughCandidate + row * (given + state), given);
      if (isTaken(mask, first + row, steps, step)) addTo(dHidden + row * state, through + given, state);
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

/** One row: from the gradient of the output to those of the sums of update gate and candidate; `reset` becomes r h. */
function backToCandidate(
  units: usize,
  gates: usize,
  before: usize,
  reset: usize,
  dHidden: usize,
  dGates: usize,
): void {
  const gate = units * FLOAT;
  const one = f32x4.splat(1);
  let at: usize = 0;
  for (; at + VECTOR <= gate; at += VECTOR) {
    const z = v128.load(gates + at);
    const r = v128.load(gates + gate + at);
    const candidate = v128.load(gates + 2 * gate + at);
    const last = v128.load(before + at);
    const dh = v128.load(dHidden + at);
    const less = f32x4.sub(one, z);
    v128.store(dGates + at, f32x4.mul(f32x4.mul(dh, f32x4.sub(last, candidate)), f32x4.mul(z, less)));
    const slope = f32x4.sub(one, f32x4.mul(candidate, candidate));
    v128.store(dGates + 2 * gate + at, f32x4.mul(f32x4.mul(dh, less), slope));
    v128.store(reset + at, f32x4.mul(r, last));
  }
  for (; at < gate; at += FLOAT) {
    const z = loadFirst(gates + at);
    const r = loadFirst(gates + gate + at);
    const candidate = loadFirst(gates + 2 * gate + at);
    const last = loadFirst(before + at);
    const dh = loadFirst(dHidden + at);
    const less = f32x4.sub(one, z);
    storeFirst(dGates + at, f32x4.mul(f32x4.mul(dh, f32x4.sub(last, candidate)), f32x4.mul(z, less)));
    const slope = f32x4.sub(one, f32x4.mul(candidate, candidate));
    storeFirst(dGates + 2 * gate + at, f32x4.mul(f32x4.mul(dh, less), slope));
    storeFirst(reset + at, f32x4.mul(r, last));
  }
}

/** One row: from the gradient of r h to that of the reset gate's sum, and of the state before as far as it is known. */
function backToReset(
  units: usize,
  gates: usize,
  before: usize,
  dReset: usize,
  dHidden: usize,
  dGate: usize,
): void {
  const gate = units * FLOAT;
  const one = f32x4.splat(1);
  let at: usize = 0;
  for (; at + VECTOR <= gate; at += VECTOR) {
    const r = v128.load(gates + gate + at);
    const d = v128.load(dReset + at);
    const slope = f32x4.mul(r, f32x4.sub(one, r));
    v128.store(dGate + at, f32x4.mul(f32x4.mul(d, v128.load(before + at)), slope));
    const kept = f32x4.mul(v128.load(dHidden + at), v128.load(gates + at));
    v128.store(dHidden + at, multiplyAdd(d, r, kept));
  }
  for (; at < gate; at += FLOAT) {
    const r = loadFirst(gates + gate + at);
    const d = loadFirst(dReset + at);
    const slope = f32x4.mul(r, f32x4.sub(one, r));
    storeFirst(dGate + at, f32x4.mul(f32x4.mul(d, loadFirst(before + at)), slope));
    const kept = f32x4.mul(loadFirst(dHidden + at), loadFirst(gates + at));
    storeFirst(dHidden + at, multiplyAdd(d, r, kept));
  }
}
