import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import type { RowShape } from '../../../src/core/registry/contracts.js';
import { describeNetwork } from '../../../src/core/training/describe.js';
import { batchInputs, type BatchInput } from '../../../src/core/training/batches.js';
import { forward, logitsOf } from '../../../src/core/training/network.js';
import { trainOnBatch } from '../../../src/core/training/step.js';
import type { LayersModel, Tensor, Tf } from '../../../src/core/training/tf.js';
import wasm from '../../../src/plugins/backends/wasm/index.js';
import cnnBilstm from '../../../src/plugins/models/cnnBilstm.js';
import focal from '../../../src/plugins/losses/focal.js';
import {
  golden,
  GOLDEN_CLASSES,
  largestDifference,
  tensorOf,
  type Values,
} from '../../core/training/golden.js';
import { oneInput } from '../../support/trainingRows.js';
import { lossOf, modelOf, optimizerOf, startTf } from '../../core/training/tasks.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startTf(wasm);
});

const SMALL = { filters: 5, kernel: 3, lstm: [4, 3], dense: 6, dropout: 0 };

function build(options: object, shape: RowShape, classes: number, weights?: readonly Values[]): LayersModel {
  const model = modelOf(cnnBilstm, options).build(tf, [{ name: 'features', shape }], classes, new Random(1));
  if (weights !== undefined) model.setWeights(weights.map((weight) => tensorOf(tf, weight)));
  return model;
}

const inputsOf = (values: Tensor): readonly BatchInput[] => [{ name: 'features', values, mask: null }];

describe('cnn-bilstm', () => {
  it('is the published network by default', () => {
    const { layers, parameters, flops } = describeNetwork(tf, build({}, [169], 8));
    expect(parameters).toBe(445_832);
    expect(layers.map(({ name, outputShape, parameters: own }) => [name, outputShape, own])).toEqual([
      ['series', [169, 1], 0],
      ['conv', [165, 128], 768],
      ['pool', [82, 128], 0],
      ['bilstm_1', [82, 256], 263_168],
      ['bilstm_2', [128], 164_352],
      ['dense', [128], 16_512],
      ['dropout', [128], 0],
      ['logits', [8], 1_032],
    ]);
    const multiplyAdds =
      165 * 5 * 128 + 82 * 2 * 4 * 128 * (128 + 128) + 82 * 2 * 4 * 64 * (256 + 64) + 128 * 128 + 128 * 8;
    expect(flops).toBe(2 * multiplyAdds);
  });

  it('has gated recurrent units where the options say so', () => {
    const { layers } = describeNetwork(tf, build({ cell: 'gru' }, [169], 8));
    const recurrent = layers.filter(({ kind }) => kind === 'Bidirectional(GRU)');
    // Three gates where an LSTM has four.
    expect(recurrent.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['bigru_1', (3 * 263_168) / 4],
      ['bigru_2', (3 * 164_352) / 4],
    ]);
    expect(layers.at(-1)?.outputShape).toEqual([8]);
  });

  it("gives Keras's logits from the same weights", () => {
    const { weights, rows, logits } = golden.training;
    const model = build(SMALL, [12], 4, weights);
    const found = tf.tidy(() => forward(tf, model, inputsOf(tensorOf(tf, rows)), false).logits.dataSync());
    expect(largestDifference(found, logits.values)).toBeLessThan(1e-6);
  });

  it('trains as Keras does: five steps of Adam on the published loss', () => {
    const { weights, rows, truth, losses, trained } = golden.training;
    const model = build(SMALL, [12], 4, weights);
    const randoms = { order: new Random(1), dropout: new Random(2), augment: [] };
    const state = { model, optimizer: optimizerOf({ learningRate: 0.01 }).create(tf), randoms };
    const oneHot = truth.map((label) => GOLDEN_CLASSES.map((_, index) => Number(index === label)));
    const loss = lossOf(focal, { gamma: 2, alpha: 0.75 });
    const objective = { loss, classes: GOLDEN_CLASSES, auxiliaryWeight: 1 };
    const found = losses.map(() => {
      const batch = {
        inputs: inputsOf(tensorOf(tf, rows)),
        labels: tf.tensor2d(oneHot),
        weights: tf.tensor1d(truth.map(() => 1)),
      };
      return trainOnBatch(tf, state, objective, batch).loss;
    });
    expect(largestDifference(found, losses)).toBeLessThan(1e-6);
    model.getWeights().forEach((weight, index) => {
      expect(largestDifference(weight.dataSync(), trained[index].values)).toBeLessThan(2e-5);
    });
  });

  it("hides padded steps from the LSTMs as Keras's masking does", () => {
    const { weights, rows, logits } = golden.masking;
    const model = build(SMALL, [14, 3], 4, weights);
    const found = tf.tidy(() => forward(tf, model, inputsOf(tensorOf(tf, rows)), false).logits.dataSync());
    expect(largestDifference(found, logits.values)).toBeLessThan(1e-6);
  });

  it('gives a sequence the same logits however far it is padded', () => {
    const { weights } = golden.masking;
    const random = new Random(5);
    const real = Float32Array.from({ length: 8 * 3 }, () => random.normal());
    const logits = [10, 14, 31].map((steps) => {
      const values = new Float32Array(steps * 3).fill(9);
      values.set(real);
      const columns = ['a', 'b', 'c'];
      // Eight real steps and a kernel of three: two more are in reach of the last window that holds a real one.
      const table = { shape: [1, steps, 3] as const, values, columns, lengths: Int32Array.of(8) };
      return logitsOf(tf, build(SMALL, [steps, 3], 4, weights), oneInput(table));
    });
    expect(largestDifference(logits[1], logits[0])).toBeLessThan(1e-6);
    expect(largestDifference(logits[2], logits[0])).toBeLessThan(1e-6);
  });

  it('refuses an input that the convolution and the pooling use up', () => {
    expect(() => build({}, [5], 8)).toThrow(
      expect.objectContaining({ code: 'MODEL_INPUT_TOO_SHORT', allowed: 'at least 6 steps' }),
    );
    expect(
      describeNetwork(tf, build({}, [6], 8)).layers.find(({ name }) => name === 'pool')?.outputShape,
    ).toEqual([1, 128]);
  });
});

describe('batchInputs', () => {
  it("zeroes what lies beyond a row's length, and says in a mask what is real", () => {
    const table = {
      shape: [1, 3, 2] as const,
      values: Float32Array.of(1, 2, 3, 4, 5, 6),
      columns: ['a', 'b'],
      lengths: Int32Array.of(2),
    };
    const [{ values, mask }] = batchInputs(tf, oneInput(table), [0]);
    expect(Array.from(values.dataSync())).toEqual([1, 2, 3, 4, 0, 0]);
    expect(mask?.shape).toEqual([1, 3, 1]);
    expect(Array.from(mask?.dataSync() ?? [])).toEqual([1, 1, 0]);
  });
});
