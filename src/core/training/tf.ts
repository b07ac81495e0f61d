import type * as core from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';

/**
 * TensorFlow.js as the backends hand it over: the core's operations and the layers, in one object. Types only, so
 * that nothing is loaded where nothing trains.
 */
export type Tf = Omit<typeof core & typeof layers, 'default'>;

export type {
  NamedTensorMap,
  Optimizer,
  Rank,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Variable,
} from '@tensorflow/tfjs-core';
export type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';

export type Layer = layers.layers.Layer;
export type ModelArtifacts = core.io.ModelArtifacts;
