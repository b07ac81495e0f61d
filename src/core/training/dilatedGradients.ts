import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Tensor, Tf } from './tf.js';

const Pair = Type.Union([Type.Number(), Type.Tuple([Type.Number(), Type.Number()])]);
const Dilated = Type.Object({ dilations: Pair });

const extended = new WeakSet();

/**
 * Lets convolutions with dilated filters be trained through, which tfjs refuses. A dilated filter is a larger one with
 * zeros between its numbers: the gradients are those of the larger one, and of its filter what is no such zero.
 */
export function registerDilatedGradients(tf: Tf): void {
  const stock = tf.getGradient('Conv2D').gradFunc;
  if (extended.has(stock)) return;
  const gradFunc: typeof stock = (dy, saved, attributes) => {
    Value.Assert(Dilated, attributes);
    const [down, across = down] = [attributes.dilations].flat();
    const steps = [down, across];
    if (steps.every((step) => step === 1)) return stock(dy, saved, attributes);
    const [x, filter] = saved;
    const plain = { ...attributes, dilations: 1 };
    const larger = stock(dy, [x, spread(tf, filter, steps)], plain);
    const size = filter.shape.map((length, axis) => (axis < 2 ? (length - 1) * steps[axis] + 1 : length));
    return {
      x: () => larger['x'](),
      filter: () => tf.stridedSlice(larger['filter'](), [0, 0, 0, 0], size, [...steps, 1, 1]),
    };
  };
  extended.add(gradFunc);
  tf.registerGradient({ kernelName: 'Conv2D', inputsToSave: ['x', 'filter'], gradFunc });
}

/** A filter, [height, width, channels, filters], with `steps` − 1 zeros between neighbours in height and width. */
function spread(tf: Tf, filter: Tensor, [down, across]: readonly number[]): Tensor {
  const [height, width, channels, filters] = filter.shape;
  const apart = tf.pad(tf.reshape(filter, [height, 1, width, 1, channels * filters]), [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  return tf.slice(
    tf.reshape(apart, [height * down, width * across, channels, filters]),
    [0, 0, 0, 0],
    [(height - 1) * down + 1, (width - 1) * across + 1, channels, filters],
  );
}
