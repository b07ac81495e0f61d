import type * as core from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';

/**
 * TensorFlow.js as the backends hand it over: the core's operations and the layers, in one object. Types only, so
 * that nothing is loaded where nothing trains.
 */
export type Tf = typeof core & typeof layers;

export type {
  Optimizer,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  NamedTensorMap,
} from '@tensorflow/tfjs-core';
export type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
