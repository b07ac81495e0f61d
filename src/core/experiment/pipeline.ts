import type { Experiment, InputSettings } from '../config/experiment.js';
import type { Pipeline, PipelineInput } from '../runs/documents/pipeline.js';
import type { RunRecord } from '../runs/documents/record.js';
import type { FittedScaler } from '../registry/contracts.js';
import type { ExperimentPlugins } from './plugins.js';
import { omittedClasses } from './omittedClasses.js';
import { dimensions, type InputTable } from './rows.js';
import type { TrainedRun } from './trainRun.js';

/** Kinds of plugins that predicting needs; the others are done when the model is trained. */
const PREDICTING = ['audio', 'feature', 'pooling', 'scaler', 'backend'];

/** What `predict` needs beside the network, as the run keeps it. */
export function describePipeline(
  experiment: Experiment,
  { dataset, model }: Pick<ExperimentPlugins, 'dataset' | 'model'>,
  tables: readonly InputTable[],
  { scalers }: TrainedRun,
  plugins: RunRecord['plugins'],
): Pipeline {
  const { seed, audio, inputs, backend } = experiment;
  const classical = model.type === 'classical';
  const omitted = omittedClasses(dataset);
  const needed = plugins.filter(({ kind }) => PREDICTING.includes(kind) || (classical && kind === 'model'));
  return {
    classes: [...dataset.classes],
    ...(omitted.length > 0 && { omittedClasses: [...omitted] }),
    plugins: [...new Set(needed.map(({ source }) => source))],
    pluginCode: needed,
    seed,
    audio,
    inputs: inputs.map((input, index) => describeInput(input, tables[index], scalers[index])),
    backend,
    ...(classical && { model: experiment.model }),
  };
}

function describeInput(
  { name, frames, features, pool, scale }: InputSettings,
  { table }: InputTable,
  scaler: FittedScaler | null,
): PipelineInput {
  return {
    name,
    frames,
    features: [...features],
    pool,
    columns: [...table.columns],
    steps: table.shape.length === 3 ? dimensions(table).steps : null,
    scale: scale && scaler && { ...scale, state: scaler.state },
  };
}
