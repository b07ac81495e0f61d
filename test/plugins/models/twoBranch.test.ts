import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import type { InputTable, Table } from '../../../src/core/experiment/rows.js';
import type { ModelInput } from '../../../src/core/registry/contracts.js';
import { batchInputs, modelInputs } from '../../../src/core/training/batches.js';
import { describeNetwork } from '../../../src/core/training/describe.js';
import { forward, logitsOf } from '../../../src/core/training/network.js';
import { seedWeights } from '../../../src/core/training/seeding.js';
import { trainOnBatch } from '../../../src/core/training/step.js';
import type { LayersModel, Tf } from '../../../src/core/training/tf.js';
import wasm from '../../../src/plugins/backends/wasm/index.js';
import crossEntropy from '../../../src/plugins/losses/crossEntropy.js';
import twoBranch from '../../../src/plugins/models/twoBranch/index.js';
import { lossOf, modelOf, optimizerOf, startTf } from '../../core/training/tasks.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startTf(wasm);
});

const SMALL = {
  sequence: { filters: 6, lstm: 4, attention: 5, dense: 6 },
  statistics: { hidden: [7, 5] },
};
const CLASSES = ['calm', 'happy', 'sad'];
const random = new Random(11);
const noise = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());

/** Sequences of these lengths in a table of that many steps, two columns; what lies beyond a row's length is 9. */
function sequences(rows: readonly Float32Array[], steps: number): Table {
  const values = new Float32Array(rows.length * steps * 2).fill(9);
  rows.forEach((row, index) => {
    values.set(row, index * steps * 2);
  });
  const lengths = Int32Array.from(rows, (row) => row.length / 2);
  return { shape: [rows.length, steps, 2], values, columns: ['a', 'b'], lengths };
}

const rows = [noise(2 * 5), noise(2 * 8), noise(2 * 3), noise(2 * 8)];
const vectors: Table = { shape: [4, 3], values: noise(12), columns: ['x', 'y', 'z'] };
const inputs: readonly InputTable[] = [
  { name: 'sequence', table: sequences(rows, 8) },
  { name: 'statistics', table: vectors },
];

function build(given: readonly ModelInput[], options: object = SMALL): LayersModel {
  const model = modelOf(twoBranch, options).build(tf, given, CLASSES.length, new Random(1));
  seedWeights(tf, model, new Random(2));
  return model;
}

/** One step on the batch of all rows; the running statistics of the batch norms are then no longer 0 and 1. */
function trainOnce(model: LayersModel, given: readonly InputTable[]): void {
  const state = {
    model,
    optimizer: optimizerOf({ learningRate: 0.01 }).create(tf),
    randoms: { order: new Random(1), dropout: new Random(2), augment: [] },
  };
  const batch = {
    inputs: batchInputs(tf, given, [0, 1, 2, 3]),
    labels: tf.tensor2d([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]),
    weights: tf.tensor1d([1, 1, 1, 1]),
  };
  trainOnBatch(tf, state, { loss: lossOf(crossEntropy), classes: CLASSES, auxiliaryWeight: 0.3 }, batch);
}

describe('two-branch', () => {
  it('has the size that it says, in either order of its inputs', () => {
    const given: ModelInput[] = [
      { name: 'sequence', shape: [96, 82] },
      { name: 'statistics', shape: [906] },
    ];
    for (const order of [given, [...given].reverse()]) {
      const model = modelOf(twoBranch).build(tf, order, 8, new Random(1));
      const trained = model.trainableWeights.reduce(
        (sum, { shape }) => sum + shape.reduce<number>((size, length) => size * (length ?? 1), 1),
        0,
      );
      const of = (name: string) =>
        describeNetwork(tf, model).layers.find((layer) => layer.name === name)?.outputShape;
      expect(trained).toBe(658_832);
      expect(of('bi_lstm')).toEqual([48, 128]);
      expect(of('pooled_steps')).toEqual([384]);
      expect(of('sum_logits')).toEqual([8]);
    }
  });

  it('adds the logits of its branches, and gives each beside', () => {
    const model = build(modelInputs(inputs));
    tf.tidy(() => {
      const { logits, auxiliary } = forward(tf, model, batchInputs(tf, inputs, [0, 1]), false);
      const [one, other] = auxiliary.map((each) => each.dataSync());
      expect(auxiliary).toHaveLength(2);
      logits.dataSync().forEach((logit, index) => {
        expect(logit).toBeCloseTo(one[index] + other[index], 5);
      });
    });
  });

  it('gives a sequence the same logits however far it is padded, alone or among others', () => {
    const model = build(modelInputs(inputs));
    trainOnce(model, inputs);
    const weights = model.getWeights();
    const together = logitsOf(tf, model, inputs);
    for (const steps of [8, 9, 15]) {
      const wider: InputTable[] = [{ name: 'sequence', table: sequences(rows, steps) }, inputs[1]];
      const other = build(modelInputs(wider));
      other.setWeights(weights);
      logitsOf(tf, other, wider).forEach((logit, index) => {
        expect(logit, `${steps} steps, logit ${index}`).toBeCloseTo(together[index], 5);
      });
    }
  });

  it('looks at the real steps of a sequence, all of them', () => {
    const model = build(modelInputs(inputs));
    trainOnce(model, inputs);
    const before = logitsOf(tf, model, inputs);
    for (const step of [0, 4]) {
      const changed = rows.map((row, index) => (index === 0 ? Float32Array.from(row) : row));
      changed[0][2 * step] += 1;
      const other: InputTable[] = [{ name: 'sequence', table: sequences(changed, 8) }, inputs[1]];
      const after = logitsOf(tf, model, other);
      expect(Math.abs(after[0] - before[0]), `step ${step}`).toBeGreaterThan(1e-5);
      expect(after.subarray(3)).toEqual(before.subarray(3));
    }
  });

  it('is one branch alone where there is one input, without auxiliary outputs', () => {
    for (const input of inputs) {
      const model = build(modelInputs([input]));
      trainOnce(model, [input]);
      expect(model.outputs).toHaveLength(1);
      expect(logitsOf(tf, model, [input]).every(Number.isFinite)).toBe(true);
    }
  });

  it.each([0, 0.3])(
    'trains every weight of both branches, at an auxiliary weight of %s',
    (auxiliaryWeight) => {
      const model = build(modelInputs(inputs), { ...SMALL, auxiliaryWeight });
      const before = model.trainableWeights.map((weight) => Float32Array.from(weight.read().dataSync()));
      trainOnce(model, inputs);
      model.trainableWeights.forEach((weight, index) => {
        expect(Array.from(weight.read().dataSync()), weight.originalName).not.toEqual(
          Array.from(before[index]),
        );
      });
    },
  );

  it('moves the batch norms’ running statistics in training, and leaves its constants alone', () => {
    const model = build(modelInputs(inputs));
    const values = (): Map<string, number[]> =>
      new Map(
        model.weights
          .filter(({ trainable }) => !trainable)
          .map((weight) => [weight.originalName, Array.from(weight.read().dataSync())]),
      );
    const before = values();
    trainOnce(model, inputs);
    for (const [name, now] of values()) {
      if (name.includes('far_below')) expect(now).toEqual(before.get(name));
      else expect(now, name).not.toEqual(before.get(name));
    }
  });
});
