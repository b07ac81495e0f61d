import { Type } from '@sinclair/typebox';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import type { TensorMemory } from '../../../core/training/lstm/memory.js';
import type { Tf } from '../../../core/training/tf.js';
import { attributesOf, inputOf } from './attributes.js';

const TileAttributes = Type.Object({ reps: Type.Array(Type.Number()) });

/** Repeats 32-bit numbers in whole runs, where the stock kernel goes by single ones: batch normalisation's gradient. */
export function repeatedRuns(stock: KernelConfig, memory: TensorMemory): KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const x = inputOf(call.inputs, 'x');
      const { reps } = attributesOf(TileAttributes, call.attrs);
      if (x.dtype !== 'float32' || reps.length !== x.shape.length) return stock.kernelFunc(call);
      const made = memory.create(x.shape.map((length, axis) => length * reps[axis]));
      const [from, to] = [memory.floats(x), memory.floats(made)];
      const fill = (axis: number, source: number, target: number): { read: number; written: number } => {
        if (axis === x.shape.length) {
          to[target] = from[source];
          return { read: 1, written: 1 };
        }
        let [read, written] = [0, 0];
        if (reps.slice(axis).every((count) => count === 1)) {
          read = written = x.shape.slice(axis).reduce((product, length) => product * length, 1);
          to.set(from.subarray(source, source + read), target);
          return { read, written };
        }
        for (let index = 0; index < x.shape[axis]; index++) {
          const inner = fill(axis + 1, source + read, target + written);
          read += inner.read;
          written += inner.written;
        }
        for (let count = 1; count < reps[axis]; count++) {
          to.copyWithin(target + count * written, target, target + written);
        }
        return { read, written: written * reps[axis] };
      };
      if (to.length > 0) fill(0, 0, 0);
      return made;
    },
  };
}

/**
 * Compares 32-bit numbers with those that stand for a run of axes: the gradient of a maximum, for which the stock kernel
 * works each place out anew.
 */
export function equalToRepeated(
  tf: Tf,
  stock: KernelConfig,
  backend: BackendWasm,
  memory: TensorMemory,
): KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const [a, b] = [inputOf(call.inputs, 'a'), inputOf(call.inputs, 'b')];
      const first = a.shape.findIndex((length, axis) => length !== b.shape[axis]);
      if (a.dtype !== 'float32' || b.dtype !== 'float32' || a.shape.length !== b.shape.length || first < 0) {
        return stock.kernelFunc(call);
      }
      let end = first;
      while (end < a.shape.length && b.shape[end] === 1) end++;
      const rest = [...a.shape.slice(0, first), ...a.shape.slice(end)];
      if (String(rest) !== String([...b.shape.slice(0, first), ...b.shape.slice(end)]))
        return stock.kernelFunc(call);

      const made = backend.makeOutput(a.shape, 'bool');
      const equal = backend.typedArrayFromHeap(made);
      const [values, repeated] = [memory.floats(a), memory.floats(b)];
      const [count, inner] = [a.shape.slice(first, end), a.shape.slice(end)].map(tf.util.sizeFromShape);
      for (let index = 0; index < values.length; index++) {
        const other = Math.floor(index / (count * inner)) * inner + (index % inner);
        equal[index] = values[index] === repeated[other] ? 1 : 0;
      }
      return made;
    },
  };
}
