import { Type } from '@sinclair/typebox';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import type { TensorMemory } from '../../../core/training/lstm/memory.js';
import type { Tf } from '../../../core/training/tf.js';
import type { KernelModule } from '../../../kernels/module.js';
import { sumRows } from '../../../kernels/sumRows.js';
import { attributesOf, inputOf } from './attributes.js';

const ReductionAttributes = Type.Object({
  axis: Type.Optional(Type.Union([Type.Number(), Type.Array(Type.Number()), Type.Null(), Type.Undefined()])),
  keepDims: Type.Optional(Type.Union([Type.Boolean(), Type.Undefined()])),
});

/**
 * Sums (or means) over the first axes of 32-bit numbers as they lie, where the stock kernel transposes them first: the
 * statistics of batch normalisation and the gradients of biases. The same numbers in the same order, so the same bytes.
 */
export function overLeadingAxes(
  tf: Tf,
  stock: KernelConfig,
  module: KernelModule,
  memory: TensorMemory,
): KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const x = inputOf(call.inputs, 'x');
      const { axis, keepDims } = attributesOf(ReductionAttributes, call.attrs);
      const axes = tf.util.parseAxisParam(axis ?? [], x.shape);
      const kept = x.shape.slice(axes.length);
      const columns = tf.util.sizeFromShape(kept);
      const leading = axes.every((each, index) => each === index);
      if (x.dtype !== 'float32' || axes.length === 0 || !leading || columns <= 1)
        return stock.kernelFunc(call);
      const made = memory.create(keepDims === true ? [...axes.map(() => 1), ...kept] : kept);
      const sums = memory.floats(made);
      const rows = tf.util.sizeFromShape(x.shape) / columns;
      sumRows(module, rows, memory.floats(x), sums);
      if (stock.kernelName === tf.Mean) sums.forEach((sum, column) => (sums[column] = sum / rows));
      return made;
    },
  };
}
