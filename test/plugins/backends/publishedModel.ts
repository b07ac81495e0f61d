import type { Rank, Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, Scalar, Tf } from '../../../src/core/training/tf.js';
import { normals } from '../../kernels/numbers.js';

const [COLUMNS, CLASSES] = [169, 8];

export interface Batch {
  readonly x: Tensor;
  readonly labels: Tensor;
}

/** The published recipe's network, with the weights of a fixed seed: glorot's scale, biases too. */
export function publishedModel(tf: Tf): LayersModel {
  const bidirectional = (
    units: number,
    returnSequences: boolean,
  ): ReturnType<Tf['layers']['bidirectional']> => {
    const layer = tf.layers.lstm({
      units,
      returnSequences,
      recurrentActivation: 'sigmoid',
      recurrentInitializer: 'zeros',
    });
    return tf.layers.bidirectional({ layer, mergeMode: 'concat' });
  };
  const model = tf.sequential({
    layers: [
      tf.layers.conv1d({ filters: 128, kernelSize: 5, activation: 'relu', inputShape: [COLUMNS, 1] }),
      tf.layers.maxPooling1d({ poolSize: 2 }),
      bidirectional(128, true),
      bidirectional(64, false),
      tf.layers.dense({ units: 128, activation: 'relu' }),
      tf.layers.dropout({ rate: 0.5, seed: 5 }),
      tf.layers.dense({ units: CLASSES }),
    ],
  });
  tf.tidy(() => {
    const weights = model.getWeights().map(({ size, shape }, index) => {
      const fanIn = shape.length === 1 ? 100 : size / shape[shape.length - 1];
      return tf.tensor(normals(size, 50 + index, 1 / Math.sqrt(fanIn)), shape);
    });
    model.setWeights(weights);
  });
  return model;
}

export function publishedBatch(tf: Tf, rows: number): Batch {
  const classes = Array.from({ length: rows }, (_, row) => row % CLASSES);
  return tf.tidy(() => ({
    x: tf.tensor(normals(rows * COLUMNS, 40), [rows, COLUMNS, 1]),
    labels: tf.cast(tf.oneHot(classes, CLASSES), 'float32'),
  }));
}

/** Cross-entropy of a training pass. */
export function lossOf(tf: Tf, model: LayersModel, { x, labels }: Batch): Scalar {
  return tf.tidy(() => {
    const logits = model.apply(x, { training: true });
    if (!(logits instanceof tf.Tensor)) throw new TypeError('The model has one output.');
    const loss: Tensor = tf.losses.softmaxCrossEntropy(labels, logits);
    return tf.reshape<Rank.R0>(loss, []);
  });
}
