import type { Loss } from '../registry/contracts.js';
import type { Batch } from './batches.js';
import { forward } from './network.js';
import { reseedDropout } from './seeding.js';
import type { TrainingState } from './state.js';
import type { NamedTensorMap, Tf } from './tf.js';

/** What one batch came to. */
export interface StepResult {
  /** Mean weighted loss over the batch, before the update. */
  readonly loss: number;
  /** Rows whose largest logit was their class's, with dropout on. */
  readonly correct: number;
}

/**
 * One update of the weights. A loss that is not finite changes nothing.
 *
 * The batch's tensors are disposed of.
 */
export function trainOnBatch(
  tf: Tf,
  state: Pick<TrainingState, 'model' | 'optimizer' | 'randoms'>,
  loss: Loss,
  batch: Batch,
  classes: readonly string[],
): StepResult {
  const { model, optimizer, randoms } = state;
  reseedDropout(tf, model, randoms.dropout);
  const variables = model.trainableWeights
    .map((weight) => weight.read())
    .filter((value) => value instanceof tf.Variable);
  return tf.tidy(() => {
    let correct = 0;
    const { value, grads } = tf.variableGrads(() => {
      const logits = forward(tf, model, batch.inputs, true);
      const truth = tf.argMax(batch.labels, 1).dataSync();
      correct = tf
        .argMax(logits, 1)
        .dataSync()
        .filter((label, row) => label === truth[row]).length;
      return loss.loss(tf, logits, batch.labels, batch.weights, classes);
    }, variables);
    tf.dispose([batch.inputs, batch.labels, batch.weights]);
    const [mean] = value.dataSync();
    if (Number.isFinite(mean)) {
      const gradients: NamedTensorMap = grads;
      optimizer.applyGradients(gradients);
    }
    return { loss: mean, correct };
  });
}
