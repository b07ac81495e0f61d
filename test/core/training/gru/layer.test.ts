import type { Tensor } from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Tf } from '../../../../src/core/training/tf.js';
import { largestDifference, normals } from '../../../kernels/numbers.js';
import { startBoth } from '../../../plugins/backends/start.js';

const [BATCH, STEPS, INPUTS, UNITS] = [3, 6, 5, 7];

interface Options {
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
  readonly useBias?: boolean;
}
type Recurrent = ReturnType<Tf['layers']['gru']> | ReturnType<Tf['layers']['rnn']>;

let tf: Tf;
beforeAll(async () => {
  tf = await startBoth();
});
afterEach(() => {
  tf.disposeVariables();
});

const everyOption = [false, true].flatMap((returnSequences) =>
  [false, true].flatMap((goBackwards) =>
    [false, true].map((masked) => {
      const parts = [returnSequences && 'every output', goBackwards && 'backwards', masked && 'masked'];
      const name = parts.filter((part) => part !== false).join(', ') || 'plain';
      return [name, { returnSequences, goBackwards }, masked] as const;
    }),
  ),
);

describe.each(['wasm', 'cpu'])('tf.layers.gru on %s', (backend) => {
  beforeAll(async () => {
    await tf.setBackend(backend);
  });

  it.each(everyOption)(
    'computes what the standard cell does, and its gradients: %s',
    (_, options, masked) => {
      const mask = masked ? tf.tensor2d(maskValues(), [BATCH, STEPS], 'bool') : null;
      const found = outputAndGradients(oneOperation(options), mask);
      const expected = outputAndGradients(standard(options), mask);
      expect(found.length).toBe(5);
      found.forEach((values, index) => {
        expect(largestDifference(values, expected[index]), `array ${index}`).toBeLessThan(1e-5);
      });
      mask?.dispose();
    },
  );

  it('runs as one operation', async () => {
    const layer = oneOperation({ returnSequences: true, goBackwards: false });
    expect(await kernelsOf(layer)).toContain('IntoneGru');
    expect(await kernelsOf(standard({ returnSequences: true, goBackwards: false }))).not.toContain(
      'IntoneGru',
    );
  });

  it.each([
    ['another recurrent activation', { recurrentActivation: 'hardSigmoid' }],
    ['another activation', { activation: 'relu' }],
    ['dropout', { dropout: 0.5 }],
    ['recurrent dropout', { recurrentDropout: 0.5 }],
    ['returned states', { returnState: true }],
  ] as const)('leaves what it does not cover to the standard layer: %s', async (_, options) => {
    const layer = tf.layers.gru({
      units: UNITS,
      recurrentActivation: 'sigmoid',
      recurrentInitializer: 'zeros',
      ...options,
    });
    expect(await kernelsOf(layer)).not.toContain('IntoneGru');
  });

  it('has biases of zero where the layer has none', async () => {
    const options = { returnSequences: true, goBackwards: true, useBias: false };
    const found = outputAndGradients(oneOperation(options), null);
    const expected = outputAndGradients(standard(options), null);
    expect(found.length).toBe(4);
    found.forEach((values, index) => {
      expect(largestDifference(values, expected[index]), `array ${index}`).toBeLessThan(1e-5);
    });
    expect(await kernelsOf(oneOperation(options))).toContain('IntoneGru');
  });

  it('starts from a given state the standard way', () => {
    const options = { returnSequences: false, goBackwards: false };
    const layers = [oneOperation(options), standard(options)];
    const state = [tf.tensor2d(normals(BATCH * UNITS, 8), [BATCH, UNITS])];
    const [found, expected] = layers.map((layer) =>
      one(layer.apply(input(), { initialState: state })).dataSync(),
    );
    expect(largestDifference(found, expected)).toBeLessThan(1e-6);
  });

  it('leaves no tensor behind', () => {
    const layer = oneOperation({ returnSequences: true, goBackwards: true });
    const mask = tf.tensor2d(maskValues(), [BATCH, STEPS], 'bool');
    outputAndGradients(layer, mask);
    const before = tf.memory().numTensors;
    outputAndGradients(layer, mask);
    expect(tf.memory().numTensors).toBe(before);
    mask.dispose();
  });

  it('works inside bidirectional', () => {
    const wrapped = (every: boolean): Float32Array => {
      const layer = tf.layers.bidirectional({
        layer: tf.layers.gru({
          units: 2,
          recurrentActivation: 'sigmoid',
          recurrentInitializer: 'zeros',
          returnSequences: every,
        }),
        mergeMode: 'concat',
      });
      layer.apply(input());
      layer.setWeights(
        layer
          .getWeights()
          .map((weight, index) => tf.tensor(normals(weight.size, 20 + index, 0.5), weight.shape)),
      );
      return Float32Array.from(one(layer.apply(input())).dataSync());
    };
    const [sequence, last] = [wrapped(true), wrapped(false)];
    for (let row = 0; row < BATCH; row++) {
      // The forward half ends at the last step, the backward half at the first.
      const [lastStep, firstStep] = [(row * STEPS + STEPS - 1) * 4, row * STEPS * 4];
      expect([...last.subarray(row * 4, row * 4 + 2)]).toEqual([
        ...sequence.subarray(lastStep, lastStep + 2),
      ]);
      expect([...last.subarray(row * 4 + 2, row * 4 + 4)]).toEqual([
        ...sequence.subarray(firstStep + 2, firstStep + 4),
      ]);
    }
  });
});

it('a saved model stays standard', () => {
  const model = tf.sequential({
    layers: [tf.layers.gru({ units: 2, recurrentInitializer: 'zeros', inputShape: [3, 1] })],
  });
  expect(JSON.stringify(model.toJSON(undefined, false))).toContain('"class_name":"GRU"');
});

function oneOperation(options: Options): Recurrent {
  return withWeights(
    tf.layers.gru({
      units: UNITS,
      recurrentActivation: 'sigmoid',
      recurrentInitializer: 'zeros',
      ...options,
    }),
  );
}

/** The same cell under `tf.layers.rnn`, which the operation does not reach. */
function standard({ useBias = true, ...options }: Options): Recurrent {
  const cell = tf.layers.gruCell({
    units: UNITS,
    useBias,
    recurrentActivation: 'sigmoid',
    recurrentInitializer: 'zeros',
  });
  return withWeights(tf.layers.rnn({ cell, ...options }));
}

function withWeights<L extends Recurrent>(layer: L): L {
  tf.tidy(() => {
    layer.apply(input());
    const shapes = layer.getWeights().map(({ shape }) => shape);
    layer.setWeights(
      shapes.map((shape, index) => tf.tensor(normals(tf.util.sizeFromShape(shape), 10 + index, 0.5), shape)),
    );
  });
  return layer;
}

function input(): Tensor {
  return tf.tensor3d(normals(BATCH * STEPS * INPUTS, 1), [BATCH, STEPS, INPUTS]);
}

/** Padding behind, in front and in the middle; one row has no step at all. */
function maskValues(): Uint8Array {
  return Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0);
}

function one(output: unknown): Tensor {
  if (output instanceof tf.Tensor) return tf.add(output, 0);
  throw new TypeError('The layer gave no tensor.');
}

/** The output, then the gradients of the input and the three weights. */
function outputAndGradients(layer: Recurrent, mask: Tensor | null): Float32Array[] {
  return tf.tidy(() => {
    const x = tf.variable(input(), true, 'x');
    const names = ['x', ...layer.trainableWeights.map((weight) => weight.name)];
    let output: Float32Array | undefined;
    const { grads } = tf.variableGrads(() => {
      const made = one(layer.apply(x, mask === null ? {} : { mask }));
      output = Float32Array.from(made.dataSync());
      return tf.sum(tf.mul(made, tf.tensor(normals(made.size, 5), made.shape)));
    });
    x.dispose();
    return [output ?? new Float32Array(), ...names.map((name) => Float32Array.from(grads[name].dataSync()))];
  });
}

async function kernelsOf(layer: Recurrent): Promise<string[]> {
  const profile = await tf.profile(() => {
    layer.apply(input());
    return tf.scalar(0);
  });
  return profile.kernelNames;
}
