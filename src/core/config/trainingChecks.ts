import {
  FIT_JUDGES_VALIDATION,
  FIT_STOPS_EARLY,
  SCHEDULE_WARMUP_TOO_LONG,
  SCHEDULE_WITHOUT_RATE,
} from '../errors/fitting.js';
import type { IntoneError } from '../errors/entry.js';
import type { OptimizerFactory } from '../registry/contracts.js';
import type { Experiment } from './experiment.js';
import type { ConfigPath } from './node.js';

/** A mistake, and where it stands. */
export interface TrainingProblem {
  readonly path: ConfigPath;
  readonly error: IntoneError;
}

/** A schedule that the epochs or the optimizer have no room for. */
export function scheduleProblems(
  { epochs, schedule, optimizer: { use } }: Experiment['train'],
  optimizer: OptimizerFactory | undefined,
): readonly TrainingProblem[] {
  if (schedule === null) return [];
  const problems: TrainingProblem[] = [];
  const path = ['train', 'schedule'];
  if (schedule.warmup > epochs) {
    const error = SCHEDULE_WARMUP_TOO_LONG({ warmup: schedule.warmup, epochs });
    problems.push({ path: [...path, 'warmup'], error });
  }
  if (optimizer !== undefined && optimizer.setLearningRate === undefined) {
    problems.push({ path, error: SCHEDULE_WITHOUT_RATE({ optimizer: use }) });
  }
  return problems;
}

/**
 * What a validation part that is trained on cannot be used for.
 *
 * @param presetChecks checks of the gate that its preset makes; they come first
 */
export function fitProblems({ train, gate }: Experiment, presetChecks: number): readonly TrainingProblem[] {
  if (train.fitOn === 'train') return [];
  const problems: TrainingProblem[] = [];
  if (train.stopEarly !== null) {
    problems.push({ path: ['train', 'stopEarly'], error: FIT_STOPS_EARLY({}) });
  }
  gate.forEach(({ part, metric }, index) => {
    if (part !== 'validation') return;
    const own = ['gate', 'checks', String(index - presetChecks), 'part'];
    const path = index < presetChecks ? ['gate', 'preset'] : own;
    problems.push({ path, error: FIT_JUDGES_VALIDATION({ metric }) });
  });
  return problems;
}
