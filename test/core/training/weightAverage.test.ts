import { beforeAll, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import type { LayersModel, Tf } from '../../../src/core/training/tf.js';
import { WeightAverage } from '../../../src/core/training/weightAverage.js';
import { startTf } from './tasks.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startTf();
});

/** A kernel, and batch norm's moving statistics. */
function network(): LayersModel {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 2, inputShape: [3], useBias: false }), tf.layers.batchNormalization()],
  });
  return model;
}

function setAll(model: LayersModel, value: (index: number) => number): void {
  tf.tidy(() => {
    model.setWeights(model.getWeights().map((weight, index) => tf.fill(weight.shape, value(index))));
  });
}

const firsts = (arrays: readonly Float32Array[]): number[] => arrays.map(([first]) => first);

it('is the weighted mean of the weights after each step, moving statistics among them', () => {
  const model = network();
  const average = new WeightAverage(tf, 0.9);
  const random = new Random(3);
  const seen: number[][] = [];
  setAll(model, () => 1000);
  for (let step = 0; step < 6; step++) {
    const values = model.getWeights().map(() => random.normal());
    setAll(model, (index) => values[index]);
    seen.push(values);
    average.update(model, step);
    const shares = seen.map((_, index) => 0.9 ** (step - index));
    const whole = shares.reduce((sum, share) => sum + share, 0);
    const expected = values.map((_, weight) =>
      seen.reduce((sum, each, index) => sum + (each[weight] * shares[index]) / whole, 0),
    );
    firsts(average.copy()).forEach((found, index) => {
      expect(found).toBeCloseTo(expected[index], 5);
    });
  }
  expect(average.copy().length).toBe(5);
  average.dispose();
  model.dispose();
});

it('is the weights themselves where nothing is kept', () => {
  const model = network();
  const average = new WeightAverage(tf, 0);
  for (const value of [1, 2, 3]) {
    setAll(model, () => value);
    average.update(model, value - 1);
  }
  expect(firsts(average.copy())).toEqual([3, 3, 3, 3, 3]);
  average.dispose();
  model.dispose();
});

it('is in the network while work is done, and leaves no tensor behind', () => {
  const before = tf.memory().numTensors;
  const model = network();
  const average = new WeightAverage(tf, 0.5);
  setAll(model, () => 1);
  expect(average.inPlace(model, () => model.getWeights()[0].dataSync()[0])).toBe(1);
  average.update(model, 0);
  setAll(model, () => 4);
  average.update(model, 1);
  expect(average.inPlace(model, () => model.getWeights()[0].dataSync()[0])).toBe(3);
  expect(model.getWeights()[0].dataSync()[0]).toBe(4);
  expect(() =>
    average.inPlace(model, () => {
      throw new RangeError('work');
    }),
  ).toThrow('work');
  expect(model.getWeights()[0].dataSync()[0]).toBe(4);
  average.put(model);
  average.dispose();
  expect(model.getWeights()[0].dataSync()[0]).toBe(3);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});
