import type { GradSaveFunc, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../tf.js';

/**
 * The two passes of a backend that takes an LSTM's directions in one call.
 *
 * The first: x [batch, steps, inputs], for each direction d `kernel<d>`, `recurrentKernel<d>` and `bias<d>` as Keras
 * keeps them, `mask` [batch, steps] (32-bit 0 or 1) where there is one → the output, and the tensors of a trace, whichever
 * the backend wants for its second pass. The second: all those, the trace as `trace<n>`, and `outputGradient` → the
 * gradients of x and of the weights, in the order of the first's inputs. Attributes: `DirectionsAttributes`.
 */
export const DIRECTIONS_KERNEL = 'IntoneLstmDirections';
export const DIRECTIONS_GRADIENT_KERNEL = 'IntoneLstmDirectionsGradient';

export type Direction = 'forwards' | 'backwards' | 'both';

export interface DirectionsAttributes {
  readonly direction: Direction;
  /** Gives each step's output, [batch, steps, units], or the last, [batch, units]; of both directions one beside the other. */
  readonly everyStep: boolean;
}

/** As Keras keeps them: [inputs, 4 units], [units, 4 units], [4 units]; gates input, forget, candidate, output. */
export type LstmWeightTensors = readonly [kernel: Tensor, recurrentKernel: Tensor, bias: Tensor];

export interface DirectionsArguments extends DirectionsAttributes {
  /** [batch, steps, inputs] */
  readonly x: Tensor;
  /** One, or the forward and the backward direction's. */
  readonly weights: readonly LstmWeightTensors[];
  /** 32-bit 0 or 1, [batch, steps]; null: every step counts. */
  readonly mask: Tensor | null;
}

/**
 * A whole sequence through an LSTM, in one direction or in both at once, as one differentiable operation.
 *
 * @returns outputs in the order of taking the steps; those of both directions in the order of time
 */
export function lstmDirections(tf: Tf, args: DirectionsArguments): Tensor {
  const { x, weights, mask, direction, everyStep } = args;
  const attributes = { direction, everyStep };
  const given: Tensor[] = [x, ...weights.flat()];
  const masked: NamedTensorMap = mask === null ? {} : { mask };
  const operation = tf.customGrad((...handed) => {
    const inputs = { ...named(given, weights.length), ...masked };
    const [output, ...trace] = tf.engine().runKernel<Tensor[]>(DIRECTIONS_KERNEL, inputs, attributes);
    const kept = [...given, ...trace];
    saveFunctionOf(handed)(mask === null ? kept : [...kept, mask]);
    return {
      value: output,
      gradFunc: (outputGradient: Tensor, saved: Tensor[]) =>
        tf.engine().runKernel<Tensor[]>(
          DIRECTIONS_GRADIENT_KERNEL,
          {
            ...named(saved.slice(0, given.length), weights.length),
            ...traced(saved.slice(given.length, kept.length)),
            ...(saved.length > kept.length && { mask: saved[kept.length] }),
            outputGradient,
          },
          attributes,
        ),
    };
  });
  return operation(...given);
}

function named([x, ...weights]: readonly Tensor[], directions: number): NamedTensorMap {
  const names = Array.from({ length: directions }, (_, d) => [
    `kernel${d}`,
    `recurrentKernel${d}`,
    `bias${d}`,
  ]);
  return { x, ...Object.fromEntries(names.flat().map((name, index) => [name, weights[index]])) };
}

function traced(trace: readonly Tensor[]): NamedTensorMap {
  return Object.fromEntries(trace.map((tensor, index) => [`trace${index}`, tensor]));
}

/** `customGrad` hands the function that keeps tensors for the backward pass over as the last argument. */
export function saveFunctionOf(handed: readonly (Tensor | GradSaveFunc)[]): GradSaveFunc {
  const save = handed[handed.length - 1];
  if (typeof save !== 'function') throw new TypeError('customGrad gave no function to save tensors with.');
  return save;
}
