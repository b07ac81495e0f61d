import { chain } from '../../../core/training/stack.js';
import type { Layer, SymbolicTensor, Tf } from '../../../core/training/tf.js';

/** How batch normalisation keeps its running statistics, and what it adds to variances. */
export interface Normalisation {
  readonly momentum: number;
  readonly epsilon: number;
}

export interface StatisticsSizes {
  readonly inputDropout: number;
  readonly hidden: readonly number[];
  readonly dropout: number;
}

/**
 * The branch of clip statistics, [columns] → logits, [classes]: dropout, then for each hidden layer dense, batch norm,
 * ReLU, dropout; then dense.
 */
export function statisticsBranch(
  tf: Tf,
  input: SymbolicTensor,
  sizes: StatisticsSizes,
  classes: number,
  norm: Normalisation,
): SymbolicTensor {
  return chain(tf, input, [
    tf.layers.dropout({ rate: sizes.inputDropout, name: 'statistics_dropout' }),
    ...sizes.hidden.flatMap((units, index) =>
      denseBlock(tf, `statistics_${index + 1}`, units, sizes.dropout, norm),
    ),
    denseLayer(tf, 'statistics_logits', classes, true),
  ]);
}

/** Dense, batch norm, ReLU and dropout; the dense layer has no bias, since the normalisation takes it off again. */
export function denseBlock(
  tf: Tf,
  name: string,
  units: number,
  dropout: number,
  norm: Normalisation,
): Layer[] {
  return [
    denseLayer(tf, `${name}_dense`, units, false),
    tf.layers.batchNormalization({ ...norm, name: `${name}_norm` }),
    tf.layers.activation({ activation: 'relu', name: `${name}_relu` }),
    tf.layers.dropout({ rate: dropout, name: `${name}_dropout` }),
  ];
}

export function denseLayer(tf: Tf, name: string, units: number, useBias: boolean): Layer {
  return tf.layers.dense({ units, useBias, kernelInitializer: 'glorotUniform', name });
}
