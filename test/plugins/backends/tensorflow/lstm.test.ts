import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Tensor, Tf } from '../../../../src/core/training/tf.js';
import { largestDifference, normals } from '../../../kernels/numbers.js';
import { installed, startTensorflow, whereInstalled } from './installed.js';

const [BATCH, STEPS, INPUTS, UNITS] = [3, 6, 5, 7];
const OPERATION = 'IntoneLstmDirections';
/** Padding behind, in front and in the middle; one row has no step at all. */
const MASK = Uint8Array.of(1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0);

type Layer = ReturnType<Tf['layers']['lstm']>;
type Wrapped = ReturnType<Tf['layers']['bidirectional']>;
interface Options {
  readonly returnSequences: boolean;
  readonly goBackwards: boolean;
}

let tf: Tf;

const directions = ['forwards', 'backwards', 'both'] as const;
const everyVariant = directions.flatMap((direction) =>
  [false, true].flatMap((everyStep) =>
    [false, true].map((masked) => {
      const parts = [direction, everyStep ? 'every output' : 'the last output', masked && 'masked'];
      return [parts.filter((part) => part !== false).join(', '), direction, everyStep, masked] as const;
    }),
  ),
);

describe.skipIf(!installed)(whereInstalled('the LSTM on tensorflow'), () => {
  beforeAll(async () => {
    tf = await startTensorflow();
  });
  afterEach(() => {
    tf.disposeVariables();
  });

  it.each(everyVariant)(
    'computes what the standard cell does, and its gradients: %s',
    (_, direction, everyStep, masked) => {
      const mask = masked ? tf.tensor2d(MASK, [BATCH, STEPS], 'bool') : null;
      const found = outputAndGradients(operation(direction, everyStep), mask);
      const expected = withoutOperation(() => outputAndGradients(operation(direction, everyStep), mask));
      expect(found.length).toBe(direction === 'both' ? 8 : 5);
      found.forEach((values, index) => {
        expect(largestDifference(values, expected[index]), `array ${index}`).toBeLessThan(1e-5);
      });
      mask?.dispose();
    },
  );

  it.each(everyVariant)('has the gradients of finite differences: %s', (_, direction, everyStep, masked) => {
    const layer = operation(direction, everyStep);
    const mask = masked ? tf.tensor2d(MASK, [BATCH, STEPS], 'bool') : null;
    const weights = layer.getWeights().map((weight) => tf.clone(weight));
    const x = input();
    const given = [x, ...weights];
    const [, ...gradients] = outputAndGradients(layer, mask);
    gradients.forEach((gradient, which) => {
      // Along the gradient itself the slope is its length.
      const length = Math.hypot(...gradient);
      const along = tf.tensor(gradient, given[which].shape);
      const shifted = (by: number): number =>
        tf.tidy(() => {
          const moved = given.map((tensor, index) =>
            index === which ? tf.add(tensor, tf.mul(along, by / length)) : tensor,
          );
          layer.setWeights(moved.slice(1));
          return weighted(one(layer.apply(moved[0], mask === null ? {} : { mask }))).dataSync()[0];
        });
      const step = 5e-3;
      const slope = (shifted(step) - shifted(-step)) / (2 * step);
      expect(Math.abs(slope / length - 1), `gradient ${which}`).toBeLessThan(2e-3);
    });
  });

  it('runs as one operation, both directions too', async () => {
    expect(await kernelsOf(operation('forwards', true))).toContain(OPERATION);
    const kernels = await kernelsOf(operation('both', true));
    expect(kernels.filter((name) => name === OPERATION)).toHaveLength(1);
  });

  it.each([
    ['another recurrent activation', { recurrentActivation: 'hardSigmoid' }],
    ['dropout', { dropout: 0.5 }],
  ] as const)('leaves what it does not cover to the standard layers: %s', async (_, options) => {
    const cell = {
      units: UNITS,
      recurrentActivation: 'sigmoid',
      recurrentInitializer: 'zeros',
      ...options,
    } as const;
    expect(await kernelsOf(tf.layers.lstm(cell))).not.toContain(OPERATION);
    const wrapped = tf.layers.bidirectional({ layer: tf.layers.lstm(cell), mergeMode: 'concat' });
    expect(await kernelsOf(wrapped)).not.toContain(OPERATION);
  });

  it.each(['sum', 'ave', 'mul'] as const)('merges by %s as the standard layers do', (mergeMode) => {
    const values = (): Float32Array[] => {
      const layer = lstm({ returnSequences: true, goBackwards: false });
      return outputAndGradients(withWeights(tf.layers.bidirectional({ layer, mergeMode })), null);
    };
    const [found, expected] = [values(), withoutOperation(values)];
    found.forEach((values, index) => {
      expect(largestDifference(values, expected[index]), `array ${index}`).toBeLessThan(1e-5);
    });
  });

  it('computes layers without biases too', async () => {
    const layer = (): Wrapped => {
      const one = lstm({ returnSequences: true, goBackwards: false }, false);
      return withWeights(tf.layers.bidirectional({ layer: one, mergeMode: 'concat' }));
    };
    expect(await kernelsOf(layer())).toContain(OPERATION);
    const found = outputAndGradients(layer(), null);
    const expected = withoutOperation(() => outputAndGradients(layer(), null));
    expect(found.length).toBe(6);
    found.forEach((values, index) => {
      expect(largestDifference(values, expected[index]), `array ${index}`).toBeLessThan(1e-5);
    });
  });

  it('takes batches and sequences of other sizes, and leaves no tensor behind', () => {
    const layer = operation('both', true);
    const outputs = (batch: number, steps: number): number[] =>
      tf.tidy(() => {
        const x = tf.tensor3d(normals(batch * steps * INPUTS, 1), [batch, steps, INPUTS]);
        const gradient = tf.grad((given: Tensor) => tf.sum(one(layer.apply(given))))(x);
        return gradient.shape;
      });
    outputs(2, 4);
    const mask = tf.tensor2d(MASK, [BATCH, STEPS], 'bool');
    outputAndGradients(layer, mask);
    const before = tf.memory().numTensors;
    expect(outputs(1, 9)).toEqual([1, 9, INPUTS]);
    expect(outputs(5, 1)).toEqual([5, 1, INPUTS]);
    outputAndGradients(layer, mask);
    expect(tf.memory().numTensors).toBe(before);
    mask.dispose();
  });
});

function operation(direction: (typeof directions)[number], everyStep: boolean): Layer | Wrapped {
  const layer = lstm({ returnSequences: everyStep, goBackwards: direction === 'backwards' });
  return withWeights(direction === 'both' ? tf.layers.bidirectional({ layer, mergeMode: 'concat' }) : layer);
}

function lstm(options: Options, useBias = true): Layer {
  return tf.layers.lstm({
    units: UNITS,
    recurrentActivation: 'sigmoid',
    recurrentInitializer: 'zeros',
    useBias,
    ...options,
  });
}

/** What the layers compute their own way, step by step. */
function withoutOperation<T>(work: () => T): T {
  const kernel = tf.getKernel(OPERATION, 'tensorflow');
  tf.unregisterKernel(OPERATION, 'tensorflow');
  try {
    return work();
  } finally {
    tf.registerKernel(kernel);
  }
}

function withWeights<L extends Layer | Wrapped>(layer: L): L {
  tf.tidy(() => {
    layer.apply(input());
    layer.setWeights(
      layer.getWeights().map(({ shape, size }, index) => tf.tensor(normals(size, 10 + index, 0.5), shape)),
    );
  });
  return layer;
}

function input(): Tensor {
  return tf.tensor3d(normals(BATCH * STEPS * INPUTS, 1), [BATCH, STEPS, INPUTS]);
}

function one(output: unknown): Tensor {
  if (output instanceof tf.Tensor) return tf.add(output, 0);
  throw new TypeError('The layer gave no tensor.');
}

function weighted(output: Tensor): Tensor {
  return tf.sum(tf.mul(output, tf.tensor(normals(output.size, 5), output.shape)));
}

/** The output, then the gradients of the input and the weights. */
function outputAndGradients(layer: Layer | Wrapped, mask: Tensor | null): Float32Array[] {
  return tf.tidy(() => {
    const x = tf.variable(input(), true, 'x');
    const names = ['x', ...layer.trainableWeights.map((weight) => weight.name)];
    let output: Float32Array | undefined;
    const { grads } = tf.variableGrads(() => {
      const given = one(layer.apply(x, mask === null ? {} : { mask }));
      output = Float32Array.from(given.dataSync());
      return tf.reshape(weighted(given), []);
    });
    x.dispose();
    return [output ?? new Float32Array(), ...names.map((name) => Float32Array.from(grads[name].dataSync()))];
  });
}

async function kernelsOf(layer: Layer | Wrapped): Promise<string[]> {
  const profile = await tf.profile(() => {
    layer.apply(input());
    return tf.scalar(0);
  });
  return profile.kernelNames;
}
