import type { Schedule } from '../config/experiment.js';

/** How many steps a training has at most. */
export interface TrainingLength {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/**
 * The learning rate of a step: it grows linearly over the warm-up, to the optimizer's own at its last step, and then
 * falls from there to `to` times it at the end of the last epoch. Cosine: η (to + (1 − to) (1 + cos πp) / 2), with p from 0 to 1
 * (Loshchilov & Hutter 2017, without restarts). It depends on the step alone, so a resumed training goes on with it.
 *
 * @param base the optimizer's learning rate
 * @param step counts from 0 over all epochs
 */
export function learningRateAt(
  base: number,
  schedule: Schedule,
  step: number,
  { epochs, stepsPerEpoch }: TrainingLength,
): number {
  const warm = Math.round(schedule.warmup * stepsPerEpoch);
  if (step < warm) return (base * (step + 1)) / warm;
  const progress = (step - warm) / Math.max(1, epochs * stepsPerEpoch - warm);
  return base * (schedule.to + (1 - schedule.to) * remaining(schedule.decay, progress));
}

/** What is left of the way down, from 1 to 0. */
function remaining(decay: Schedule['decay'], progress: number): number {
  switch (decay) {
    case 'none':
      return 1;
    case 'linear':
      return 1 - progress;
    case 'cosine':
      return (1 + Math.cos(Math.PI * progress)) / 2;
  }
}
