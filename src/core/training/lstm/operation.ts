import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../tf.js';
import { saveFunctionOf } from './directions.js';
import { LSTM_GRADIENT_KERNEL, LSTM_KERNEL } from './register.js';

/** What one LSTM layer computes from. */
export interface LstmArguments {
  /** [batch, steps, inputs] */
  readonly x: Tensor;
  /** [inputs, 4 units], gates in the order input, forget, candidate, output */
  readonly kernel: Tensor;
  /** [units, 4 units] */
  readonly recurrentKernel: Tensor;
  /** [4 units] */
  readonly bias: Tensor;
  /** 32-bit 0 or 1, [batch, steps]; null: every step counts. */
  readonly mask: Tensor | null;
  /** Takes the steps from the last to the first. */
  readonly backwards: boolean;
  /** Gives each step's output, [batch, steps, units], in the order of the steps taken; else the last, [batch, units]. */
  readonly everyStep: boolean;
}

/** A whole sequence through an LSTM as one differentiable operation with a backward pass of its own. */
export function lstmSequence(tf: Tf, args: LstmArguments): Tensor {
  const { x, kernel, recurrentKernel, bias, mask, backwards, everyStep } = args;
  const masked = mask === null ? [] : [mask];
  const operation = tf.customGrad((...given) => {
    const [outputs, cells, gates] = tf
      .engine()
      .runKernel<Tensor[]>(LSTM_KERNEL, inputsOf([x, kernel, recurrentKernel, bias, ...masked], PLAIN), {
        backwards,
      });
    saveFunctionOf(given)([x, kernel, recurrentKernel, bias, outputs, cells, gates, ...masked]);
    return {
      value: everyStep ? outputs : lastStep(tf, outputs),
      gradFunc: (outputGradient: Tensor, saved: Tensor[]) =>
        tf
          .engine()
          .runKernel<Tensor[]>(
            LSTM_GRADIENT_KERNEL,
            { ...inputsOf(saved, TRACED), outputGradient },
            { backwards },
          ),
    };
  });
  return operation(x, kernel, recurrentKernel, bias);
}

const PLAIN = ['x', 'kernel', 'recurrentKernel', 'bias', 'mask'] as const;
const TRACED = ['x', 'kernel', 'recurrentKernel', 'bias', 'outputs', 'cells', 'gates', 'mask'] as const;

function inputsOf(tensors: readonly Tensor[], names: readonly string[]): NamedTensorMap {
  return Object.fromEntries(tensors.map((tensor, index) => [names[index], tensor]));
}

/** Of outputs, [batch, steps, units], the last step's, [batch, units]. */
export function lastStep(tf: Tf, outputs: Tensor): Tensor {
  const [batch, steps, units] = outputs.shape;
  return tf.reshape(tf.slice(outputs, [0, steps - 1, 0], [batch, 1, units]), [batch, units]);
}
