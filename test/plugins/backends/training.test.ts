import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tf } from '../../../src/core/training/tf.js';
import { largestDifference } from '../../kernels/numbers.js';
import { lossOf, publishedBatch, publishedModel } from './publishedModel.js';
import { startBoth } from './start.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startBoth();
});
afterAll(() => {
  tf.disposeVariables();
});

/** The loss and the gradients of all weights, in the model's order, on one backend. */
async function gradientsOn(
  backend: 'wasm' | 'cpu',
  rows: number,
): Promise<{ loss: number; gradients: Float32Array[] }> {
  await tf.setBackend(backend);
  const model = publishedModel(tf);
  const batch = publishedBatch(tf, rows);
  const { value, grads } = tf.variableGrads(() => lossOf(tf, model, batch));
  const gradients = model.trainableWeights.map((weight) => Float32Array.from(grads[weight.name].dataSync()));
  const loss = value.dataSync()[0];
  tf.dispose([value, grads, { ...batch }]);
  model.dispose();
  return { loss, gradients };
}

describe('the published model', () => {
  it('has the same gradients on wasm as on cpu', async () => {
    const [found, expected] = [await gradientsOn('wasm', 3), await gradientsOn('cpu', 3)];
    expect(found.gradients.length).toBe(18);
    expect(Math.abs(found.loss - expected.loss)).toBeLessThan(1e-5);
    found.gradients.forEach((values, index) => {
      const scale = Math.max(...expected.gradients[index].map(Math.abs));
      expect(scale, `weight ${index} has a gradient`).toBeGreaterThan(0);
      expect(
        largestDifference(values, expected.gradients[index]) / Math.min(1, scale),
        `weight ${index}`,
      ).toBeLessThan(1e-4);
    });
  });

  it('has the gradients of finite differences on wasm, weight by weight', async () => {
    await tf.setBackend('wasm');
    const model = publishedModel(tf);
    const batch = publishedBatch(tf, 8);
    const { value, grads } = tf.variableGrads(() => lossOf(tf, model, batch));
    const names = model.trainableWeights.map((weight) => weight.name);
    const kept = model.getWeights().map((weight) => tf.clone(weight));
    names.forEach((name, which) => {
      // Along the gradient itself the slope is its length.
      const length = tf.tidy(() => tf.norm(grads[name]).dataSync()[0]);
      const step = 2e-3 / length;
      const shifted = (by: number): number =>
        tf.tidy(() => {
          model.setWeights(
            kept.map((weight, index) => (index === which ? tf.add(weight, tf.mul(grads[name], by)) : weight)),
          );
          return lossOf(tf, model, batch).dataSync()[0];
        });
      const slope = (shifted(step / length) - shifted(-step / length)) / (2 * (step / length) * length);
      expect(Math.abs(slope / length - 1), name).toBeLessThan(0.02);
    });
    tf.dispose([value, grads, kept, { ...batch }]);
    model.dispose();
  });

  it('learns its batch, the same way to the bit each time, without keeping memory', async () => {
    await tf.setBackend('wasm');
    const train = (): { losses: number[]; tensors: number[] } => {
      const model = publishedModel(tf);
      const batch = publishedBatch(tf, 8);
      const optimizer = tf.train.adam(1e-3);
      const [losses, tensors]: [number[], number[]] = [[], []];
      for (let step = 0; step < 10; step++) {
        const loss = optimizer.minimize(() => lossOf(tf, model, batch), true);
        if (loss === null) throw new TypeError('No loss came back.');
        losses.push(loss.dataSync()[0]);
        loss.dispose();
        tensors.push(tf.memory().numTensors);
      }
      optimizer.dispose();
      tf.dispose({ ...batch });
      model.dispose();
      return { losses, tensors };
    };
    const before = tf.memory().numTensors;
    const first = train();
    expect(first.losses[9]).toBeLessThan(0.5 * first.losses[0]);
    expect(new Set(first.tensors).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    expect(train().losses).toEqual(first.losses);
  });

  it('has every gradient that other common layers need', async () => {
    await tf.setBackend('wasm');
    const model = tf.sequential({
      layers: [
        tf.layers.masking({ maskValue: 0, inputShape: [12, 3] }),
        tf.layers.bidirectional({
          layer: tf.layers.lstm({
            units: 4,
            recurrentActivation: 'sigmoid',
            recurrentInitializer: 'zeros',
            returnSequences: true,
          }),
          mergeMode: 'concat',
        }),
        tf.layers.conv1d({ filters: 6, kernelSize: 3, padding: 'same', activation: 'tanh' }),
        tf.layers.batchNormalization(),
        tf.layers.averagePooling1d({ poolSize: 2 }),
        tf.layers.conv1d({ filters: 5, kernelSize: 3, strides: 2, activation: 'elu' }),
        tf.layers.layerNormalization(),
        tf.layers.globalMaxPooling1d(),
        tf.layers.dense({ units: 4, activation: 'sigmoid' }),
        tf.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    const x = tf.randomNormal([5, 12, 3], 0, 1, 'float32', 3);
    const { value, grads }: { value: unknown; grads: NamedTensorMap } = tf.variableGrads(() => {
      const made = model.apply(x, { training: true });
      if (!(made instanceof tf.Tensor)) throw new TypeError('The model has one output.');
      const logs = tf.log(tf.clipByValue(made, 1e-7, 1));
      return tf.neg(tf.mean(tf.gather(tf.transpose(logs), tf.tensor1d([0, 2], 'int32'))));
    });
    expect(value).toBeInstanceOf(tf.Tensor);
    for (const weight of model.trainableWeights) {
      expect(grads[weight.name].dataSync().every(Number.isFinite), weight.name).toBe(true);
    }
    tf.dispose([grads, x]);
    model.dispose();
  });
});
