import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
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
  modelOf(cnnBilstm, { filters: 4, kernel: 3, lstm: [4, 3], dense: 5 }).build(
    tf,
    [{ name: 'features', shape: [12] }],
    3,
    new Random(1),
  );
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
    const model = stack(tf, 'odd_model', { name: 'features', shape: [4, 2] }, [make(tf.layers)]);
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
  const dropout = (): Layer => tf.layers.dropout({ rate: 0.5, name: 'dropout' });
  const train = (model: LayersModel): Float32Array =>
    tf.tidy(() => {
      const output = model.apply(tf.ones([2, 40]), { training: true });
      return output instanceof tf.Tensor ? Float32Array.from(output.dataSync()) : new Float32Array();
    });

  it('draws each batch another mask, and the same ones again from the same stream', () => {
    const model = stack(tf, 'drop', { name: 'features', shape: [40] }, [dropout()]);
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

  it.each<[string, () => LayersModel]>([
    [
      'a nested model',
      () =>
        stack(tf, 'outer', { name: 'features', shape: [40] }, [
          stack(tf, 'inner', { name: 'features', shape: [40] }, [dropout()]),
        ]),
    ],
    [
      'a wrapped layer',
      () =>
        stack(tf, 'wrapping', { name: 'features', shape: [40] }, [
          tf.layers.reshape({ targetShape: [5, 8], name: 'steps' }),
          tf.layers.timeDistributed({ layer: dropout(), name: 'each_step' }),
        ]),
    ],
  ])('reaches into %s', (_, make) => {
    const model = make();
    const masks = [1, 1, 2].map((seed) => {
      reseedDropout(tf, model, new Random(seed));
      return train(model);
    });
    expect(masks[1]).toEqual(masks[0]);
    expect(masks[2]).not.toEqual(masks[0]);
  });

  it('leaves no seed in the saved config', () => {
    const model = small();
    reseedDropout(tf, model, new Random(1));
    unseedDropout(tf, model);
    expect(JSON.stringify(model.toJSON(null, false))).not.toMatch(/"seed":\d/);
    model.dispose();
  });
});
