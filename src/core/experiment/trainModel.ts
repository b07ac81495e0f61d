import type { Experiment } from '../config/experiment.js';
import type { Random } from '../random.js';
import type { Machine, NetworkModel } from '../registry/contracts.js';
import { fitClassical } from '../training/classical.js';
import type { Checkpoints } from '../training/snapshot.js';
import { trainNetwork } from '../training/train.js';
import type { TrainedModel } from '../training/trained.js';
import type { ExperimentPlugins } from './plugins.js';
import { dimensions, type InputRows } from './rows.js';
import type { RunControl } from './runControl.js';
import type { Stages } from './stages.js';

export interface TrainJob {
  readonly experiment: Experiment;
  readonly plugins: ExperimentPlugins;
  /** Scaled, and sampled. */
  readonly training: InputRows<'train'>;
  /** Scaled. */
  readonly validation: InputRows<'validation'>;
  readonly classWeights: Float32Array;
  readonly random: Random;
  readonly stages: Stages;
  readonly control: RunControl;
  readonly checkpoints: Checkpoints;
  readonly machine: Machine;
}

/** What the stage `train` makes. */
export interface ModelMade {
  readonly model: TrainedModel;
  /** Epochs after which somebody ended the training; null: it came to its own end. */
  readonly stoppedAfter: number | null;
  /** One line for a person. */
  readonly summary: string;
}

/** Trains the network, or fits the classical model; for that one no backend is started. */
export async function trainModel(job: TrainJob): Promise<ModelMade> {
  const { model } = job.plugins;
  return model.type === 'network' ? await trained(job, model) : await fitted(job, model);
}

async function trained(job: TrainJob, plugin: NetworkModel): Promise<ModelMade> {
  const { experiment, plugins, control, stages, machine } = job;
  const network = await trainNetwork({
    tf: await plugins.backend.start(machine),
    model: plugin,
    loss: plugins.loss,
    optimizer: plugins.optimizer,
    settings: experiment.train,
    augmenters: plugins.augmenters,
    training: job.training,
    validation: job.validation,
    classWeights: job.classWeights,
    classes: plugins.dataset.classes,
    evaluators: plugins.evaluators.map(({ evaluator }) => evaluator),
    random: job.random,
    emit: stages.emit,
    signal: control.signal,
    steering: control,
    checkpoints: job.checkpoints,
  });
  const { history, bestEpoch, stopped } = network;
  const asked = stopped === 'asked' ? ', stopped as asked' : '';
  const what = experiment.train.averageWeights === null ? 'weights' : 'averaged weights';
  return {
    model: network,
    stoppedAfter: stopped === 'asked' ? history.length : null,
    summary: `${history.length} epochs${asked}, kept the ${what} of epoch ${bestEpoch}`,
  };
}

async function fitted(
  { experiment, plugins, training, classWeights, random, stages, control }: TrainJob,
  plugin: Exclude<ExperimentPlugins['model'], NetworkModel>,
): Promise<ModelMade> {
  const { use: name } = experiment.model;
  const { classes } = plugins.dataset;
  const { emit } = stages;
  const { signal } = control;
  const job = { name, model: plugin, training, classWeights, classes, random, emit, signal };
  const { rows, columns } = dimensions(training.inputs[0].table);
  return {
    model: await fitClassical(job),
    stoppedAfter: null,
    summary: `${name}, fitted on ${rows.toLocaleString('en')} rows of ${columns.toLocaleString('en')} columns`,
  };
}
