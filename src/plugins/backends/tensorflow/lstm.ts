import type { NamedTensorInfoMap, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import {
  DIRECTIONS_GRADIENT_KERNEL,
  DIRECTIONS_KERNEL,
  type Direction,
} from '../../../core/training/lstm/directions.js';
import type { Tf } from '../../../core/training/tf.js';
import { backwardGraph, backwardsOf, forwardGraph, TRACE_LENGTH, type LstmVariant } from './lstmGraphs.js';
import { openSession, Sessions, type NodeBackend } from './session.js';
import { countedSteps, type CountedSteps } from './steps.js';

/** Gives the backend `tensorflow` the LSTM operation, in sessions that are opened when they are first needed. */
export function registerSessionLstm(tf: Tf, backend: NodeBackend): void {
  const sessions = new Sessions();

  tf.registerKernel({
    kernelName: DIRECTIONS_KERNEL,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const variant = variantOf(inputs, attrs);
      const run = sessions.get(['forward', variant], () => openSession(backend, forwardGraph(variant)));
      const orders = ordersOf(tf, inputs, variant);
      const made = run([
        tensorOf(inputs, 'x'),
        ...perDirection(inputs, variant, ['kernel', 'recurrentKernel', 'bias']),
        ...orders.flatMap(({ taken, state }) => [taken, state]),
      ]);
      disposeOrders(tf, orders);
      return made;
    },
  });
  tf.registerKernel({
    kernelName: DIRECTIONS_GRADIENT_KERNEL,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const variant = variantOf(inputs, attrs);
      const [, steps] = tensorOf(inputs, 'x').shape;
      const run = sessions.get(['backward', variant, steps], () =>
        openSession(backend, backwardGraph(variant, steps)),
      );
      const orders = ordersOf(tf, inputs, variant);
      const made = run([
        tensorOf(inputs, 'x'),
        ...backwardsOf(variant).flatMap((_, d) => [
          ...[tensorOf(inputs, `kernel${d}`), tensorOf(inputs, `recurrentKernel${d}`)],
          ...Array.from({ length: TRACE_LENGTH }, (_, n) => tensorOf(inputs, `trace${d * TRACE_LENGTH + n}`)),
        ]),
        ...orders.flatMap(({ taken, back, state }) => [taken, back, state]),
        tensorOf(inputs, 'outputGradient'),
      ]);
      disposeOrders(tf, orders);
      return made;
    },
  });
}

type Orders = Readonly<Record<keyof CountedSteps, Tensor>>;

/** Where the steps of a masked sequence stand, for each direction; none where there is no mask. */
function ordersOf(tf: Tf, inputs: NamedTensorInfoMap, variant: LstmVariant): Orders[] {
  const { mask } = inputs;
  if (mask === undefined) return [];
  const [batch, steps] = mask.shape;
  const values = tf.engine().readSync(mask.dataId);
  if (!(values instanceof Float32Array)) throw new TypeError('The mask does not hold 32-bit numbers.');
  const { everyStep } = variant;
  return backwardsOf(variant).map((backwards) => {
    const order = { batch, steps, backwards, inTime: variant.direction === 'both', everyStep };
    const { taken, back, state } = countedSteps(values, order);
    return {
      taken: tf.tensor(taken, [steps, batch], 'int32'),
      back: tf.tensor(back, [batch, steps], 'int32'),
      state: tf.tensor(state, everyStep ? [batch, steps] : [batch], 'int32'),
    };
  });
}

function disposeOrders(tf: Tf, orders: readonly Orders[]): void {
  for (const order of orders) tf.dispose({ ...order });
}

function perDirection(
  inputs: NamedTensorInfoMap,
  variant: LstmVariant,
  names: readonly string[],
): TensorInfo[] {
  return backwardsOf(variant).flatMap((_, d) => names.map((name) => tensorOf(inputs, `${name}${d}`)));
}

function variantOf(
  inputs: NamedTensorInfoMap,
  attrs: Readonly<Record<string, unknown>> | undefined,
): LstmVariant {
  const direction = attrs?.direction;
  if (!isDirection(direction)) throw new TypeError('The LSTM operation was given no direction.');
  return { direction, masked: inputs.mask !== undefined, everyStep: attrs?.everyStep === true };
}

function isDirection(value: unknown): value is Direction {
  return value === 'forwards' || value === 'backwards' || value === 'both';
}

function tensorOf(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined) throw new TypeError(`The LSTM operation was given no '${name}'.`);
  return tensor;
}
