import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import type { BatchInput } from '../../../src/core/training/batches.js';
import { describeNetwork } from '../../../src/core/training/describe.js';
import { forward } from '../../../src/core/training/network.js';
import type { Tensor2D, Tf } from '../../../src/core/training/tf.js';
import mlp from '../../../src/plugins/models/mlp.js';
import { modelOf, startTf } from '../../core/training/tasks.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startTf();
});

const batchOf = (values: Tensor2D): BatchInput => ({ name: 'features', values, mask: null });

describe('mlp', () => {
  it('has two hidden layers by default', () => {
    const { layers, parameters, flops } = describeNetwork(
      tf,
      modelOf(mlp).build(tf, [{ name: 'features', shape: [169] }], 8, new Random(1)),
    );
    expect(layers).toEqual([
      { name: 'hidden_1', kind: 'Dense', outputShape: [256], parameters: 170 * 256, flops: 2 * 169 * 256 },
      { name: 'dropout_1', kind: 'Dropout', outputShape: [256], parameters: 0, flops: 0 },
      { name: 'hidden_2', kind: 'Dense', outputShape: [128], parameters: 257 * 128, flops: 2 * 256 * 128 },
      { name: 'dropout_2', kind: 'Dropout', outputShape: [128], parameters: 0, flops: 0 },
      { name: 'logits', kind: 'Dense', outputShape: [8], parameters: 129 * 8, flops: 2 * 128 * 8 },
    ]);
    expect(parameters).toBe(170 * 256 + 257 * 128 + 129 * 8);
    expect(flops).toBe(2 * (169 * 256 + 256 * 128 + 128 * 8));
  });

  it.each([
    ['relu', (value: number) => Math.max(0, value)],
    ['tanh', Math.tanh],
    ['elu', (value: number) => (value > 0 ? value : Math.expm1(value))],
  ])('puts %s after a hidden layer', (activation, expected) => {
    const model = modelOf(mlp, { hidden: [1], activation }).build(
      tf,
      [{ name: 'features', shape: [1] }],
      2,
      new Random(1),
    );
    model.setWeights([tf.tensor2d([[1]]), tf.tensor1d([0]), tf.tensor2d([[1, 2]]), tf.tensor1d([0, 0])]);
    for (const value of [-1.5, 0, 0.5]) {
      const [first, second] = tf.tidy(() =>
        forward(tf, model, [batchOf(tf.tensor2d([[value]]))], false).logits.dataSync(),
      );
      expect(first).toBeCloseTo(expected(value), 6);
      expect(second).toBeCloseTo(2 * expected(value), 6);
    }
  });

  it('is a linear classifier without hidden layers', () => {
    const { layers } = describeNetwork(
      tf,
      modelOf(mlp, { hidden: [] }).build(tf, [{ name: 'features', shape: [3] }], 2, new Random(1)),
    );
    expect(layers.map(({ name }) => name)).toEqual(['logits']);
  });
});
