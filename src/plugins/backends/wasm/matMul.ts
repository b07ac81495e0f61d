import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { TensorMemory } from '../../../core/training/lstm/memory.js';
import type { Tf } from '../../../core/training/tf.js';
import type { KernelModule } from '../../../kernels/module.js';
import { multiplyMatrices } from '../../../kernels/product.js';
import { MatMulAttributes, attributesOf, inputOf } from './attributes.js';

/**
 * Replaces the backend's product of 32-bit matrices, which takes a transposed factor some fifty times more slowly than
 * a plain one, while every gradient of a product has one.
 */
export function batchMatMul(
  tf: Tf,
  stock: KernelConfig,
  module: KernelModule,
  memory: TensorMemory,
): KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const { transposeA, transposeB } = attributesOf(MatMulAttributes, call.attrs);
      const [a, b] = [inputOf(call.inputs, 'a'), inputOf(call.inputs, 'b')];
      const [batchA, batchB] = [leading(tf, a), leading(tf, b)];
      const broadcasts = batchA !== batchB && batchA !== 1 && batchB !== 1;
      if (a.dtype !== 'float32' || b.dtype !== 'float32' || broadcasts) return stock.kernelFunc(call);

      const [aRows, aColumns] = a.shape.slice(-2);
      const [bRows, bColumns] = b.shape.slice(-2);
      const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
      const n = transposeB ? bRows : bColumns;
      const outer = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
      const made = memory.create([...outer, m, n]);
      const [left, right, product] = [memory.floats(a), memory.floats(b), memory.floats(made)];
      const shape = { m, n, k, leftTransposed: transposeA, rightTransposed: transposeB };
      for (let index = 0; index < Math.max(batchA, batchB); index++) {
        const [fromA, fromB] = [(index % batchA) * m * k, (index % batchB) * k * n];
        multiplyMatrices(
          module,
          shape,
          left.subarray(fromA, fromA + m * k),
          right.subarray(fromB, fromB + k * n),
          product.subarray(index * m * n, (index + 1) * m * n),
        );
      }
      return made;
    },
  };
}

/** The product with bias and activation: transposed factors are laid out first, for the same reason. */
export function fusedMatMul(
  stock: KernelConfig,
  transpose: KernelConfig,
  backend: BackendWasm,
): KernelConfig {
  return {
    ...stock,
    kernelFunc: (call) => {
      const { transposeA, transposeB } = attributesOf(MatMulAttributes, call.attrs);
      const [a, b] = [inputOf(call.inputs, 'a'), inputOf(call.inputs, 'b')];
      const laidOut: TensorInfo[] = [];
      const plain = (tensor: TensorInfo, transposed: boolean): TensorInfo => {
        if (!transposed) return tensor;
        const rank = tensor.shape.length;
        const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
        const [made] = [transpose.kernelFunc({ inputs: { x: tensor }, backend, attrs: { perm } })].flat();
        laidOut.push(made);
        return made;
      };
      const inputs = { ...call.inputs, a: plain(a, transposeA), b: plain(b, transposeB) };
      const made = stock.kernelFunc({
        ...call,
        inputs,
        attrs: { ...call.attrs, transposeA: false, transposeB: false },
      });
      for (const tensor of laidOut) backend.disposeData(tensor.dataId);
      return made;
    },
  };
}

/** How many matrices a tensor holds. */
function leading(tf: Tf, tensor: TensorInfo): number {
  return tf.util.sizeFromShape(tensor.shape.slice(0, -2));
}
