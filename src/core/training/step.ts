import type { Loss } from '../registry/contracts.js';
import type { Batch } from './batches.js';
import { forward } from './network.js';
import { reseedDropout } from './seeding.js';
import type { TrainingState } from './state.js';
import type { NamedTensorMap, Scalar, Tensor2D, Tf } from './tf.js';
import type { Training } from './training.js';

/** What a step makes smaller. */
export interface Objective {
  readonly loss: Loss;
  readonly classes: readonly string[];
  /** What the loss of each auxiliary output counts for beside that of the first. */
  readonly auxiliaryWeight: number;
}

/** What one batch came to. */
export interface StepResult {
  /** Mean weighted loss over the batch, auxiliary outputs' included, before the update. */
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
  { loss, classes, auxiliaryWeight }: Objective,
  batch: Batch,
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
      const { logits, auxiliary } = forward(tf, model, batch.inputs, true);
      const truth = tf.argMax(batch.labels, 1).dataSync();
      correct = tf
        .argMax(logits, 1)
        .dataSync()
        .filter((label, row) => label === truth[row]).length;
      const lossOf = (output: Tensor2D): Scalar =>
        loss.loss(tf, output, batch.labels, batch.weights, classes);
      return auxiliary.reduce<Scalar>(
        (sum, output) => tf.add(sum, tf.mul(lossOf(output), auxiliaryWeight)),
        lossOf(logits),
      );
    }, variables);
    disposeBatch(tf, batch);
    const [mean] = value.dataSync();
    if (Number.isFinite(mean)) update(grads);
    return { loss: mean, correct };
  });
}

/** What a training's steps make smaller. */
export function objectiveOf({ loss, classes, model }: Training): Objective {
  return { loss, classes, auxiliaryWeight: model.auxiliaryWeight ?? 1 };
}

function disposeBatch(tf: Tf, { inputs, labels, weights }: Batch): void {
  tf.dispose([labels, weights]);
  for (const { values, mask } of inputs) tf.dispose(mask === null ? [values] : [values, mask]);
}
