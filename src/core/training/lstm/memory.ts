import type { TensorInfo } from '@tensorflow/tfjs-core';

/** A backend's way to its tensors' numbers. */
export interface TensorMemory {
  /** A tensor's 32-bit numbers, in place; good until the next `create`. */
  floats(tensor: TensorInfo): Float32Array;
  /** A tensor of 32-bit numbers, not yet filled. */
  create(shape: readonly number[]): TensorInfo;
}
