import { clipByGlobalNorm } from './clipping.js';
import { learningRateAt } from './schedule.js';
import type { TrainingState } from './state.js';
import type { NamedTensorMap } from './tf.js';
import type { Training } from './training.js';

/**
 * What a step does with its gradients: sets the learning rate, clips, changes the weights, takes them into the average.
 *
 * @param batches of an epoch
 */
export function weightUpdate(
  training: Training,
  state: TrainingState,
  batches: number,
): (gradients: NamedTensorMap) => void {
  const { tf, optimizer, settings } = training;
  const { schedule = null, clipNorm = null } = settings;
  return (gradients) => {
    const step = state.history.length * batches + state.underWay.batches;
    if (schedule !== null) {
      optimizer.setLearningRate?.(state.optimizer, learningRateOf(training, step, batches));
    }
    state.optimizer.applyGradients(clipNorm === null ? gradients : clipByGlobalNorm(tf, gradients, clipNorm));
    state.average?.update(state.model, step);
  };
}

/** The learning rate of a step, which counts from 0 over all epochs. */
export function learningRateOf({ optimizer, settings }: Training, step: number, batches: number): number {
  const { schedule = null, epochs } = settings;
  if (schedule === null) return optimizer.learningRate;
  return learningRateAt(optimizer.learningRate, schedule, step, { epochs, stepsPerEpoch: batches });
}
