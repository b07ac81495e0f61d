import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import type { TensorMemory } from '../../../core/training/lstm/memory.js';
import type { Tf } from '../../../core/training/tf.js';
import { ReverseAttributes, SplitAttributes, attributesOf, inputOf } from './attributes.js';

/** A clone that shares the numbers, as the backend's own `Reshape` does; the stock one copies what is saved for gradients. */
export function sharedIdentity(stock: KernelConfig, backend: BackendWasm): KernelConfig {
  return {
    ...stock,
    kernelFunc: ({ inputs }) => {
      const { dataId, shape, dtype } = inputOf(inputs, 'x');
      backend.incRef(dataId);
      return { dataId, shape, dtype };
    },
  };
}

/** Reverses [batch, steps, columns] along the steps a row at a time, where the stock kernel goes by single numbers. */
export function reversedSteps(tf: Tf, stock: KernelConfig, memory: TensorMemory): KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const x = inputOf(call.inputs, 'x');
      const axes = tf.util.parseAxisParam(attributesOf(ReverseAttributes, call.attrs).dims, x.shape);
      if (x.dtype !== 'float32' || x.shape.length !== 3 || axes.length !== 1 || axes[0] !== 1) {
        return stock.kernelFunc(call);
      }
      const [batch, steps, columns] = x.shape;
      const made = memory.create(x.shape);
      const [from, to] = [memory.floats(x), memory.floats(made)];
      for (let row = 0; row < batch; row++) {
        for (let step = 0; step < steps; step++) {
          const source = (row * steps + steps - 1 - step) * columns;
          to.set(from.subarray(source, source + columns), (row * steps + step) * columns);
        }
      }
      return made;
    },
  };
}

/** Splits 32-bit numbers along their last axis a row at a time: the gradient of layers that lay columns side by side. */
export function splitColumns(tf: Tf, stock: KernelConfig, memory: TensorMemory): KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const x = inputOf(call.inputs, 'x');
      const { axis, numOrSizeSplits } = attributesOf(SplitAttributes, call.attrs);
      const [along] = tf.util.parseAxisParam(axis, x.shape);
      if (x.dtype !== 'float32' || along !== x.shape.length - 1) return stock.kernelFunc(call);
      const widths = tf.backend_util.prepareSplitSize(x, numOrSizeSplits, along);
      const made = widths.map((width) => memory.create([...x.shape.slice(0, along), width]));
      const from = memory.floats(x);
      const columns = x.shape[along];
      let first = 0;
      for (const [index, width] of widths.entries()) {
        const to = memory.floats(made[index]);
        for (let source = first, target = 0; target < to.length; source += columns, target += width) {
          to.set(from.subarray(source, source + width), target);
        }
        first += width;
      }
      return made;
    },
  };
}
