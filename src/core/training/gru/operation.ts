import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { saveFunctionOf } from '../lstm/directions.js';
import { lastStep } from '../lstm/operation.js';
import type { Tf } from '../tf.js';
import { GRU_GRADIENT_KERNEL, GRU_KERNEL } from './register.js';

/** What one GRU layer computes from. */
export interface GruArguments {
  /** [batch, steps, inputs] */
  readonly x: Tensor;
  /** [inputs, 3 units], gates in the order update, reset, candidate */
  readonly kernel: Tensor;
  /** [units, 3 units] */
  readonly recurrentKernel: Tensor;
  /** [3 units] */
  readonly bias: Tensor;
  /** 32-bit 0 or 1, [batch, steps]; null: every step counts. */
  readonly mask: Tensor | null;
  /** Takes the steps from the last to the first. */
  readonly backwards: boolean;
  /** Gives each step's output, [batch, steps, units], in the order of the steps taken; else the last, [batch, units]. */
  readonly everyStep: boolean;
}

/** A whole sequence through a GRU as one differentiable operation with a backward pass of its own. */
export function gruSequence(tf: Tf, args: GruArguments): Tensor {
  const { x, kernel, recurrentKernel, bias, mask, backwards, everyStep } = args;
  const given = [x, kernel, recurrentKernel, bias];
  const masked = mask === null ? [] : [mask];
  const operation = tf.customGrad((...handed) => {
    const inputs = named([...given, ...masked], ['x', 'kernel', 'recurrentKernel', 'bias', 'mask']);
    const [outputs, gates] = tf.engine().runKernel<Tensor[]>(GRU_KERNEL, inputs, { backwards });
    saveFunctionOf(handed)([...given, outputs, gates, ...masked]);
    return {
      value: everyStep ? outputs : lastStep(tf, outputs),
      gradFunc: (outputGradient: Tensor, saved: Tensor[]) =>
        tf
          .engine()
          .runKernel<Tensor[]>(
            GRU_GRADIENT_KERNEL,
            { ...named(saved, TRACED), outputGradient },
            { backwards },
          ),
    };
  });
  return operation(x, kernel, recurrentKernel, bias);
}

const TRACED = ['x', 'kernel', 'recurrentKernel', 'bias', 'outputs', 'gates', 'mask'] as const;

function named(tensors: readonly Tensor[], names: readonly string[]): NamedTensorMap {
  return Object.fromEntries(tensors.map((tensor, index) => [names[index], tensor]));
}
