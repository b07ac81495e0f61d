import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type {
  LstmInput,
  LstmKernel,
  LstmShape,
  LstmTrace,
  LstmWeights,
} from '../../../kernels/lstm/kernel.js';
import type { Tf } from '../tf.js';
import type { TensorMemory } from './memory.js';

/** Names under which a backend's two passes are registered. */
export const LSTM_KERNEL = 'IntoneLstm';
export const LSTM_GRADIENT_KERNEL = 'IntoneLstmGradient';

/**
 * Gives a backend the LSTM operation: `IntoneLstm` (x, kernel, recurrentKernel, bias, mask? → outputs, cells, gates)
 * and `IntoneLstmGradient` (those and `outputGradient` → gradients of x, kernel, recurrentKernel, bias), both with
 * the attribute `backwards`. Shapes as in `LstmKernel`.
 */
export function registerLstm(tf: Tf, backendName: string, kernel: LstmKernel, memory: TensorMemory): void {
  tf.registerKernel({
    kernelName: LSTM_KERNEL,
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      const shape = shapeOf(inputs, attrs);
      const { batch, steps, units } = shape;
      const made = [
        memory.create([batch, steps, units]),
        memory.create([steps, batch, units]),
        memory.create([steps, batch, 4 * units]),
      ];
      const [outputs, cells, gates] = made.map((tensor) => memory.floats(tensor));
      kernel.forward(shape, inputOf(memory, inputs), weightsOf(memory, inputs), { outputs, cells, gates });
      return made;
    },
  });
  tf.registerKernel({
    kernelName: LSTM_GRADIENT_KERNEL,
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      const shape = shapeOf(inputs, attrs);
      const made = ['x', 'kernel', 'recurrentKernel', 'bias'].map((name) =>
        memory.create(tensorOf(inputs, name).shape),
      );
      const [x, kernelGradient, recurrentKernel, bias] = made.map((tensor) => memory.floats(tensor));
      kernel.backward(
        shape,
        inputOf(memory, inputs),
        weightsOf(memory, inputs),
        traceOf(memory, inputs),
        memory.floats(tensorOf(inputs, 'outputGradient')),
        { x, kernel: kernelGradient, recurrentKernel, bias },
      );
      return made;
    },
  });
}

function tensorOf(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined) throw new TypeError(`The LSTM operation was given no '${name}'.`);
  return tensor;
}

function shapeOf(inputs: NamedTensorInfoMap, attrs: NamedAttrMap | undefined): LstmShape {
  const [batch, steps, columns] = tensorOf(inputs, 'x').shape;
  const units = tensorOf(inputs, 'recurrentKernel').shape[0];
  return { batch, steps, inputs: columns, units, backwards: attrs?.backwards === true };
}

function inputOf(memory: TensorMemory, inputs: NamedTensorInfoMap): LstmInput {
  return {
    x: memory.floats(tensorOf(inputs, 'x')),
    mask: inputs.mask === undefined ? null : memory.floats(inputs.mask),
  };
}

function weightsOf(memory: TensorMemory, inputs: NamedTensorInfoMap): LstmWeights {
  return {
    kernel: memory.floats(tensorOf(inputs, 'kernel')),
    recurrentKernel: memory.floats(tensorOf(inputs, 'recurrentKernel')),
    bias: memory.floats(tensorOf(inputs, 'bias')),
  };
}

function traceOf(memory: TensorMemory, inputs: NamedTensorInfoMap): LstmTrace {
  return {
    outputs: memory.floats(tensorOf(inputs, 'outputs')),
    cells: memory.floats(tensorOf(inputs, 'cells')),
    gates: memory.floats(tensorOf(inputs, 'gates')),
  };
}
