import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { GruInput, GruKernel, GruShape, GruWeights } from '../../../kernels/gru/kernel.js';
import type { TensorMemory } from '../lstm/memory.js';
import type { Tf } from '../tf.js';

/** Names under which a backend's two passes are registered. */
export const GRU_KERNEL = 'IntoneGru';
export const GRU_GRADIENT_KERNEL = 'IntoneGruGradient';

/**
 * Gives a backend the GRU operation: `IntoneGru` (x, kernel, recurrentKernel, bias, mask? → outputs, gates) and
 * `IntoneGruGradient` (those and `outputGradient` → gradients of x, kernel, recurrentKernel, bias), both with the
 * attribute `backwards`. Shapes as in `GruKernel`.
 */
export function registerGru(tf: Tf, backendName: string, kernel: GruKernel, memory: TensorMemory): void {
  tf.registerKernel({
    kernelName: GRU_KERNEL,
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      const shape = shapeOf(inputs, attrs?.backwards === true);
      const { batch, steps, units } = shape;
      const made = [memory.create([batch, steps, units]), memory.create([steps, batch, 3 * units])];
      const [outputs, gates] = made.map((tensor) => memory.floats(tensor));
      kernel.forward(shape, inputOf(memory, inputs), weightsOf(memory, inputs), { outputs, gates });
      return made;
    },
  });
  tf.registerKernel({
    kernelName: GRU_GRADIENT_KERNEL,
    backendName,
    kernelFunc: ({ inputs, attrs }) => {
      const made = ['x', 'kernel', 'recurrentKernel', 'bias'].map((name) =>
        memory.create(tensorOf(inputs, name).shape),
      );
      const [x, kernelGradient, recurrentKernel, bias] = made.map((tensor) => memory.floats(tensor));
      kernel.backward(
        shapeOf(inputs, attrs?.backwards === true),
        inputOf(memory, inputs),
        weightsOf(memory, inputs),
        {
          outputs: memory.floats(tensorOf(inputs, 'outputs')),
          gates: memory.floats(tensorOf(inputs, 'gates')),
        },
        memory.floats(tensorOf(inputs, 'outputGradient')),
        { x, kernel: kernelGradient, recurrentKernel, bias },
      );
      return made;
    },
  });
}

function tensorOf(inputs: NamedTensorInfoMap, name: string): TensorInfo {
  const tensor = inputs[name];
  if (tensor === undefined) throw new TypeError(`The GRU operation was given no '${name}'.`);
  return tensor;
}

function shapeOf(inputs: NamedTensorInfoMap, backwards: boolean): GruShape {
  const [batch, steps, columns] = tensorOf(inputs, 'x').shape;
  const units = tensorOf(inputs, 'recurrentKernel').shape[0];
  return { batch, steps, inputs: columns, units, backwards };
}

function inputOf(memory: TensorMemory, inputs: NamedTensorInfoMap): GruInput {
  return {
    x: memory.floats(tensorOf(inputs, 'x')),
    mask: inputs.mask === undefined ? null : memory.floats(inputs.mask),
  };
}

function weightsOf(memory: TensorMemory, inputs: NamedTensorInfoMap): GruWeights {
  return {
    kernel: memory.floats(tensorOf(inputs, 'kernel')),
    recurrentKernel: memory.floats(tensorOf(inputs, 'recurrentKernel')),
    bias: memory.floats(tensorOf(inputs, 'bias')),
  };
}
