import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import { forward } from '../../../src/core/training/network.js';
import { reseedDropout, seedWeights, unseedDropout } from '../../../src/core/training/seeding.js';
import { stack } from '../../../src/core/training/stack.js';
import type { Layer, LayersModel, Tf } from '../../../src/core/training/tf.js';
import cnnBilstm from '../../../src/plugins/models/cnnBilstm.js';
import { modelOf, startTf } from './tasks.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startTf();
});

const small = (): LayersModel =>
  modelOf(cnnBilstm, { filters: 4, kernel: 3, lstm: [4, 3], dense: 5 }).build(tf, [12], 3, new Random(1));
const weightsOf = (model: LayersModel): Map<string, Float32Array> =>
  new Map(
    model.weights.map(({ originalName }, index) => [
      originalName,
      Float32Array.from(model.getWeights()[index].dataSync()),
    ]),
  );

describe('seedWeights', () => {
  it('draws every weight by its initializer, biases as Keras starts them', () => {
    const model = small();
    seedWeights(tf, model, new Random(7));
    const weights = weightsOf(model);
    expect([...weights.keys()]).toEqual([
      'conv/kernel',
      'conv/bias',
      ...[1, 2].flatMap((index) =>
        ['forward', 'backward'].flatMap((way) =>
          ['kernel', 'recurrent_kernel', 'bias'].map(
            (name) => `bilstm_${index}/${way}_lstm_${index}/${name}`,
          ),
        ),
      ),
      'dense/kernel',
      'dense/bias',
      'logits/kernel',
      'logits/bias',
    ]);
    for (const [name, values] of weights) {
      if (/lstm.*bias$/.test(name)) {
        const units = values.length / 4;
        expect(values).toEqual(values.map((_, index) => Number(index >= units && index < 2 * units)));
      } else if (name.endsWith('bias')) {
        expect(values.every((value) => value === 0)).toBe(true);
      } else {
        expect(new Set(values).size).toBe(values.length);
      }
    }
    model.dispose();
  });

  it('gives the same weights and names whatever was built before', () => {
    const draw = (): Map<string, Float32Array> => {
      const model = small();
      seedWeights(tf, model, new Random(7));
      const weights = weightsOf(model);
      model.dispose();
      return weights;
    };
    expect(draw()).toEqual(draw());
  });

  it.each<[string, (layers: Tf['layers']) => Layer, string]>([
    ['noise', (layers) => layers.gaussianNoise({ stddev: 1, name: 'odd' }), 'GaussianNoise'],
    [
      "a recurrent layer's own dropout",
      (layers) => layers.lstm({ units: 2, recurrentDropout: 0.5, name: 'odd' }),
      'its own recurrentDropout of 0.5',
    ],
  ])('refuses %s, which no seed determines', (_, make, what) => {
    const model = stack(tf, 'odd_model', [4, 2], [make(tf.layers)]);
    expect(() => {
      seedWeights(tf, model, new Random(1));
    }).toThrow(
      expect.objectContaining({
        code: 'MODEL_NOT_SEEDABLE',
        message: `Layer 'odd' uses ${what}, which the experiment's seed cannot determine.`,
      }),
    );
  });
});

describe('reseedDropout', () => {
  const train = (model: LayersModel): Float32Array =>
    tf.tidy(() => Float32Array.from(forward(tf, model, tf.ones([2, 40]), true).dataSync()));

  it('draws each batch another mask, and the same ones again from the same stream', () => {
    const model = stack(tf, 'drop', [40], [tf.layers.dropout({ rate: 0.5, name: 'dropout' })]);
    const masks = (seed: number): Float32Array[] => {
      const random = new Random(seed);
      return [1, 2].map(() => {
        reseedDropout(tf, model, random);
        return train(model);
      });
    };
    const [first, second] = masks(3);
    expect(first).not.toEqual(second);
    expect(masks(3)).toEqual([first, second]);
    expect(new Set(first)).toEqual(new Set([0, 2]));
  });

  it('reaches wrapped layers and nested models', () => {
    const inner = stack(tf, 'inner', [40], [tf.layers.dropout({ rate: 0.5, name: 'dropout' })]);
    const model = stack(tf, 'outer', [40], [inner]);
    reseedDropout(tf, model, new Random(1));
    const first = train(model);
    reseedDropout(tf, model, new Random(1));
    expect(train(model)).toEqual(first);
  });

  it('leaves no seed in the saved config', () => {
    const model = small();
    reseedDropout(tf, model, new Random(1));
    unseedDropout(tf, model);
    expect(JSON.stringify(model.toJSON(null, false))).not.toMatch(/"seed":\d/);
    model.dispose();
  });
});
