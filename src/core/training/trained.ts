import type { InputTable } from '../experiment/rows.js';

/** A model after training, of whatever type. */
export interface TrainedModel {
  /** Probabilities (of a network its softmax), in double precision, row-major, shape [rows, classes]. */
  predict(inputs: readonly InputTable[]): Float64Array;
  /**
   * Writes `model.json` and `weights.bin`: of a network a tfjs layers model whose last layer is the softmax, of a
   * classical model its state.
   */
  save(directory: string): Promise<void>;
  /** Frees what it holds (a network's tensors); it cannot be used after. */
  dispose(): void;
}
