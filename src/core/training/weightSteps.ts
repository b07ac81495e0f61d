import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelModule } from '../../kernels/module.js';
import { adamStep, moveTowards, type AdamNumbers } from '../../kernels/weightSteps.js';
import type { TensorMemory } from './lstm/memory.js';
import type { Tensor, Tf } from './tf.js';

/**
 * What is done to every weight at every step, as one operation each where the backend has it: a network has dozens of
 * weights, most of them so small that calling is what takes the time. The numbers are those of the single operations.
 */
const ADAM_KERNEL = 'IntoneAdam';
const MOVE_KERNEL = 'IntoneMoveTowards';

const AdamAttributes = Type.Object({
  beta1: Type.Number(),
  beta2: Type.Number(),
  kept: Type.Number(),
  rate: Type.Number(),
  scale: Type.Number(),
  epsilon: Type.Number(),
});
const MoveAttributes = Type.Object({ share: Type.Number() });

export interface AdamTensors {
  readonly weight: Tensor;
  /** Running mean of the gradient. */
  readonly first: Tensor;
  /** Running mean of the squared gradient. */
  readonly second: Tensor;
}

/**
 * One step of Adam for one weight: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← kept w − rate m / (√v / scale + ε).
 *
 * The results are new tensors.
 */
export function stepOfAdam(tf: Tf, before: AdamTensors, gradient: Tensor, numbers: AdamNumbers): AdamTensors {
  if (hasKernel(tf, ADAM_KERNEL)) {
    const inputs = { ...before, gradient };
    const [weight, first, second] = tf.engine().runKernel<Tensor[]>(ADAM_KERNEL, inputs, { ...numbers });
    return { weight, first, second };
  }
  const { beta1, beta2, kept, rate, scale, epsilon } = numbers;
  const first = tf.add(tf.mul(before.first, beta1), tf.mul(gradient, 1 - beta1));
  const second = tf.add(tf.mul(before.second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const weight = kept === 1 ? before.weight : tf.mul(before.weight, kept);
  const root = scale === 1 ? tf.sqrt(second) : tf.div(tf.sqrt(second), scale);
  const step = tf.div(tf.mul(first, rate), tf.add(root, epsilon));
  return { weight: tf.sub(weight, step), first, second };
}

/** values + (others − values) · share, as a new tensor. */
export function movedTowards(tf: Tf, values: Tensor, others: Tensor, share: number): Tensor {
  if (hasKernel(tf, MOVE_KERNEL)) {
    return tf.engine().runKernel<Tensor>(MOVE_KERNEL, { values, others }, { share });
  }
  return tf.add(values, tf.mul(tf.sub(others, values), share));
}

/** Gives a backend both operations. */
export function registerWeightSteps(
  tf: Tf,
  backendName: string,
  module: KernelModule,
  memory: TensorMemory,
): void {
  tf.registerKernel({
    kernelName: ADAM_KERNEL,
    backendName,
    kernelFunc: ({ inputs: { weight, first, second, gradient }, attrs }) => {
      Value.Assert(AdamAttributes, attrs);
      const given = [weight, first, second, gradient].map(present);
      const made = given.slice(0, 3).map(({ shape }) => memory.create(shape));
      const [before, after] = [given, made].map((tensors) => {
        const [w, m, v] = tensors.map((tensor) => memory.floats(tensor));
        return { weight: w, first: m, second: v };
      });
      adamStep(module, attrs, before, memory.floats(given[3]), after);
      return made;
    },
  });
  tf.registerKernel({
    kernelName: MOVE_KERNEL,
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      Value.Assert(MoveAttributes, attrs);
      const [values, others] = [inputs.values, inputs.others].map(present);
      const made = memory.create(values.shape);
      const [from, to] = [memory.floats(values), memory.floats(others)];
      moveTowards(module, attrs.share, from, to, memory.floats(made));
      return made;
    },
  });
}

/** Whether the current backend has an operation. */
export function hasKernel(tf: Tf, kernel: string): boolean {
  const found: unknown = tf.getKernel(kernel, tf.getBackend());
  return found !== undefined;
}

function present(tensor: TensorInfo | undefined): TensorInfo {
  if (tensor === undefined) throw new TypeError('A step of the weights was given too few tensors.');
  return tensor;
}
