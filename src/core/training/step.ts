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
  /** Rows whose largest logit was their class's (of a mixed row: the one with the larger share), with dropout on. */
  readonly correct: number;
}

/**
 * One update of the weights. A loss that is not finite changes nothing.
 *
 * The batch's tensors are disposed of.
 *
 * @param update does with the gradients what there is to do; default: the optimizer takes them
 */
export function trainOnBatch(
  tf: Tf,
  state: Pick<TrainingState, 'model' | 'optimizer' | 'randoms'>,
  loss: Loss,
  batch: Batch,
  classes: readonly string[],
  update = (gradients: NamedTensorMap): void => {
    state.optimizer.applyGradients(gradients);
  },
): StepResult {
  const { model, randoms } = state;
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
    if (Number.isFinite(mean)) update(grads);
    return { loss: mean, correct };
  });
}
