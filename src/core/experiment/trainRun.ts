import type { Experiment } from '../config/experiment.js';
import type { Random } from '../random.js';
import type { FittedScaler, Machine } from '../registry/contracts.js';
import type { Checkpoints } from '../training/snapshot.js';
import { trainNetwork, type TrainedNetwork } from '../training/train.js';
import { classWeights } from './classWeights.js';
import type { ExperimentPlugins } from './plugins.js';
import { dimensions, type Rows } from './rows.js';
import type { RunControl } from './runControl.js';
import { sampleRows } from './sample.js';
import { fitScaler, scaleRows } from './scale.js';
import type { Stages } from './stages.js';

/** The rows that training may see. */
export interface WorkingRows {
  readonly train: Rows<'train'>;
  readonly validation: Rows<'validation'>;
}

/** What the stages `scale`, `sample` and `train` leave for the ones after them. */
export interface TrainedRun {
  readonly network: TrainedNetwork;
  /** Null where the experiment has no scaler. */
  readonly scaler: FittedScaler | null;
}

/** Scales, samples and trains. The held-out part cannot be given to it. */
export async function trainRun(job: {
  readonly experiment: Experiment;
  readonly plugins: ExperimentPlugins;
  readonly working: WorkingRows;
  readonly random: Random;
  readonly stages: Stages;
  readonly control: RunControl;
  readonly checkpoints: Checkpoints;
  readonly machine: Machine;
}): Promise<TrainedRun> {
  const { experiment, plugins, working, random, stages, control, checkpoints, machine } = job;
  const { classes } = plugins.dataset;
  const { scaler, scaled } = await stages.run(
    'scale',
    () => scale(experiment, plugins, working),
    ({ scaled: { train } }) => describeScaling(experiment, dimensions(train.table).columns),
  );
  const sampled = await stages.run(
    'sample',
    () => sample(plugins, scaled.train, stages),
    (rows) => describeSampling(experiment, scaled.train.labels.length, rows.labels.length),
  );
  const network = await stages.run(
    'train',
    async () =>
      trainNetwork({
        tf: await plugins.backend.start(machine),
        model: plugins.model,
        loss: plugins.loss,
        optimizer: plugins.optimizer,
        settings: experiment.train,
        training: sampled,
        validation: scaled.validation,
        classWeights: classWeights(experiment.train.classWeights, working.train.labels, classes),
        classes,
        evaluators: plugins.evaluators.map(({ evaluator }) => evaluator),
        random: random.fork('train'),
        emit: stages.emit,
        signal: control.signal,
        steering: control,
        checkpoints,
      }),
    ({ history, bestEpoch, stopped }) => {
      const asked = stopped === 'asked' ? ', stopped as asked' : '';
      return `${history.length} epochs${asked}, kept the weights of epoch ${bestEpoch}`;
    },
  );
  return { network, scaler };
}

function scale(
  { scale: use }: Experiment,
  { scaler }: ExperimentPlugins,
  working: WorkingRows,
): { scaler: FittedScaler | null; scaled: WorkingRows } {
  if (use === null || scaler === null) return { scaler: null, scaled: working };
  const fitted = fitScaler(use.use, scaler, working.train);
  const scaled = {
    train: scaleRows(fitted, working.train),
    validation: scaleRows(fitted, working.validation),
  };
  return { scaler: fitted, scaled };
}

function sample(
  { sampler, dataset }: ExperimentPlugins,
  training: Rows<'train'>,
  { emit }: Stages,
): Rows<'train'> {
  if (sampler === null) return training;
  return sampleRows(sampler, training, dataset.classes, (message) => {
    emit({ type: 'warning', stage: 'sample', message });
  });
}

function describeScaling({ scale: use }: Experiment, columns: number): string {
  return use === null ? 'no scaler' : `${use.use}, ${columns} columns, fitted on the training rows`;
}

function describeSampling({ sample: use }: Experiment, before: number, after: number): string {
  if (use === null) return 'no sampler';
  return `${use.use}, ${before.toLocaleString('en')} training rows became ${after.toLocaleString('en')}`;
}
