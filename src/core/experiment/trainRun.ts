import type { Experiment } from '../config/experiment.js';
import type { Random } from '../random.js';
import type { Machine } from '../registry/contracts.js';
import type { Checkpoints } from '../training/snapshot.js';
import { classWeights } from './classWeights.js';
import { fittedRows } from './fitOn.js';
import type { ExperimentPlugins } from './plugins.js';
import { dimensions, type InputRows } from './rows.js';
import type { RunControl } from './runControl.js';
import { sampleRows } from './sample.js';
import { fitScalers, scaleRows, type FittedScalers } from './scale.js';
import type { Stages } from './stages.js';
import { trainModel, type ModelMade } from './trainModel.js';

/** The rows that training may see. */
export interface WorkingRows {
  readonly train: InputRows<'train'>;
  readonly validation: InputRows<'validation'>;
}

/** What the stages `scale`, `sample` and `train` leave for the ones after them. */
export interface TrainedRun extends Omit<ModelMade, 'summary'> {
  /** One an input. */
  readonly scalers: FittedScalers;
  /** The rows that were fitted on, scaled; before the sampler. */
  readonly fitted: InputRows<'train'>;
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
  const { experiment, plugins, random, stages, control, checkpoints, machine } = job;
  const { classes } = plugins.dataset;
  const working = fittedRows(experiment.train.fitOn, job.working);
  const { scalers, scaled } = await stages.run(
    'scale',
    () => scale(plugins, working),
    ({ scaled: { train } }) => describeScaling(experiment, train),
  );
  const sampled = await stages.run(
    'sample',
    () => sample(plugins, scaled.train, stages),
    (rows) => describeSampling(experiment, scaled.train.labels.length, rows.labels.length),
  );
  const { model, stoppedAfter } = await stages.run(
    'train',
    () =>
      trainModel({
        experiment,
        plugins,
        training: sampled,
        validation: scaled.validation,
        classWeights: classWeights(experiment.train.classWeights, working.train.labels, classes),
        random: random.fork('train'),
        stages,
        control,
        checkpoints,
        machine,
      }),
    ({ summary }) => summary,
  );
  return { model, stoppedAfter, scalers, fitted: scaled.train };
}

function scale(
  { scalers }: ExperimentPlugins,
  working: WorkingRows,
): { scalers: FittedScalers; scaled: WorkingRows } {
  const fitted = fitScalers(scalers, working.train);
  const scaled = {
    train: scaleRows(fitted, working.train),
    validation: scaleRows(fitted, working.validation),
  };
  return { scalers: fitted, scaled };
}

function sample(
  { sampler, dataset }: ExperimentPlugins,
  training: InputRows<'train'>,
  { emit }: Stages,
): InputRows<'train'> {
  if (sampler === null) return training;
  return sampleRows(sampler, training, dataset.classes, (message) => {
    emit({ type: 'warning', stage: 'sample', message });
  });
}

function describeScaling({ inputs, train }: Experiment, training: InputRows<'train'>): string {
  if (inputs.every(({ scale }) => scale === null)) return 'no scaler';
  const each = inputs.map(({ name, scale }, index) => {
    const { columns } = dimensions(training.inputs[index].table);
    const what = scale === null ? 'no scaler' : `${scale.use}, ${columns} columns`;
    return inputs.length === 1 ? what : `${name}: ${what}`;
  });
  const fitted = train.fitOn === 'train' ? 'training' : 'training and validation';
  return `${each.join('; ')}, fitted on the ${fitted} rows`;
}

function describeSampling({ sample: use }: Experiment, before: number, after: number): string {
  if (use === null) return 'no sampler';
  return `${use.use}, ${before.toLocaleString('en')} training rows became ${after.toLocaleString('en')}`;
}
