import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import { ADAM_OF_ALL_KERNEL, CLIP_ALL_KERNEL, MOVE_ALL_KERNEL } from '../../../core/training/allWeights.js';
import type { Tf } from '../../../core/training/tf.js';
import { openSession, Sessions, type NodeBackend } from './session.js';
import { ADAM_NUMBERS, adamGraph, clipGraph, moveGraph } from './weightGraphs.js';

const Numbers = Type.Array(Type.Number());
const AdamAttributes = Type.Object({
  beta1: Numbers,
  beta2: Numbers,
  kept: Numbers,
  rate: Numbers,
  scale: Numbers,
  epsilon: Numbers,
});
const MoveAttributes = Type.Object({ share: Type.Number() });
const ClipAttributes = Type.Object({ most: Type.Number() });

/** Gives the backend `tensorflow` what is done to all weights at a step, one call of a session each. */
export function registerSessionWeights(tf: Tf, backend: NodeBackend): void {
  const sessions = new Sessions();
  const backendName = 'tensorflow';

  tf.registerKernel({
    kernelName: ADAM_OF_ALL_KERNEL,
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      Value.Assert(AdamAttributes, attrs);
      const { beta1, beta2, kept, rate, scale, epsilon } = attrs;
      const changes: number[][] = [];
      const places = new Map<string, number>();
      const changeOf = beta1.map((_, index) => {
        // rate m / (√v / scale + ε) is (rate scale) m / (√v + ε scale), a pass over the numbers less.
        const change = [
          ...[beta1[index], 1 - beta1[index], beta2[index], 1 - beta2[index]],
          ...[kept[index], rate[index] * scale[index], epsilon[index] * scale[index]],
        ];
        const key = change.join();
        const place = places.get(key) ?? changes.push(change) - 1;
        places.set(key, place);
        return place;
      });
      const run = sessions.get(['adam', changes.length, changeOf], () =>
        openSession(backend, adamGraph(changes.length, changeOf)),
      );
      const numbers = tf.tensor1d(changes.flat(), 'float32');
      if (numbers.size !== changes.length * ADAM_NUMBERS)
        throw new TypeError('A step of Adam was given other numbers than it takes.');
      const made = run([
        numbers,
        ...inOrder(inputs, ['weight', 'first', 'second', 'gradient'], beta1.length),
      ]);
      tf.dispose(numbers);
      return made;
    },
  });
  tf.registerKernel({
    kernelName: MOVE_ALL_KERNEL,
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      Value.Assert(MoveAttributes, attrs);
      const count = Object.keys(inputs).length / 2;
      const run = sessions.get(['move', count], () => openSession(backend, moveGraph(count)));
      const share = tf.scalar(attrs.share, 'float32');
      const made = run([share, ...inOrder(inputs, ['values', 'others'], count)]);
      tf.dispose(share);
      return made;
    },
  });
  tf.registerKernel({
    kernelName: CLIP_ALL_KERNEL,
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      Value.Assert(ClipAttributes, attrs);
      const count = Object.keys(inputs).length;
      const run = sessions.get(['clip', count], () => openSession(backend, clipGraph(count)));
      const most = tf.scalar(attrs.most, 'float32');
      const made = run([most, ...inOrder(inputs, ['gradient'], count)]);
      tf.dispose(most);
      return made;
    },
  });
}

/** All that is of the first weight, then of the second … */
function inOrder(inputs: NamedTensorInfoMap, names: readonly string[], weights: number): TensorInfo[] {
  return Array.from({ length: weights }, (_, index) =>
    names.map((name) => {
      const tensor = inputs[`${name}${index}`];
      if (tensor === undefined) throw new TypeError(`Weight ${index} was given no '${name}'.`);
      return tensor;
    }),
  ).flat();
}
