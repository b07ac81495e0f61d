import { join } from 'node:path';
import { backendOrOther } from '../backends/chooseBackend.js';
import { hashPlugin } from '../code/hashPlugin.js';
import { RUN_CHANGED_PIPELINE, RUN_CHANGED_PLUGIN, RUN_DAMAGED } from '../errors/runs.js';
import { keptReferences, loadPlugins } from '../registry/loadPlugins.js';
import type { PluginContext } from '../registry/plugin.js';
import type { Registry } from '../registry/registry.js';
import type { Pipeline, PipelineInput } from '../runs/documents/pipeline.js';
import { mostProbable } from './confusion.js';
import type { UsedPlugin } from '../runs/documents/record.js';
import { isThere } from '../runs/files.js';
import { RUN_FILES } from '../runs/layout.js';
import { readPipeline, requireFinished, type Run } from '../runs/reader.js';
import { loadClassical } from '../training/classicalFiles.js';
import { loadNetwork } from '../training/load.js';
import type { TrainedModel } from '../training/trained.js';
import { clipRow, rowColumns } from './clipFeatures.js';
import type { ClipDefectReason } from './clips.js';
import { createFeaturePath, createModel, createScaler } from './plugins.js';
import type { InputTable, Table } from './rows.js';
import { scaleInputs, type FittedScalers } from './scale.js';

/** What a kept model says of a recording, or why it cannot say anything. */
export type ClipPrediction =
  | {
      readonly usable: true;
      readonly label: string;
      /** By class, in the model's order; they sum to 1. */
      readonly probabilities: Readonly<Record<string, number>>;
      /** Length as recorded. */
      readonly seconds: number;
    }
  | { readonly usable: false; readonly reason: ClipDefectReason; readonly detail: string };

/** A kept model, ready for recordings. */
export interface Predictor {
  readonly classes: readonly string[];
  /**
   * @param bytes an audio file, whole (WAV, FLAC, …)
   * @param clip how messages call it
   */
  predict(bytes: Uint8Array, clip?: string): Promise<ClipPrediction>;
  /** Frees the model; the predictor cannot be used after. */
  dispose(): void;
}

/**
 * Loads a finished run's model with all that stands before it: the front end, the features, the pooling and the
 * scaler as they were fitted. For a clip of the run it gives the numbers of `predictions.csv`, to the bit on the same
 * machine where the backend is `wasm` or `cpu`; on others the size of a batch and the threads may show in the last digits.
 *
 * @param registry the plugins that intone brings; third parties' are loaded from where the run names them
 * @param warn hears what plugins say, and of recordings that are longer than the model's sequences
 * @throws RUN_UNFINISHED, RUN_DAMAGED, RUN_CHANGED_PLUGIN, RUN_CHANGED_PIPELINE, NETWORK_DAMAGED, and what loading
 *   plugins throws
 */
export async function loadPredictor(
  run: Run,
  registry: Registry,
  warn: PluginContext['warn'],
): Promise<Predictor> {
  await requireFinished(run);
  const pipeline = await readPipeline(run);
  const { classes, inputs, pluginCode } = pipeline;
  await checkPlugins(run, pluginCode ?? []);
  const plugins = registry.copy();
  const modules = pluginCode ?? pipeline.plugins.map((source) => ({ source }));
  await loadPlugins(keptReferences(modules), plugins);
  const path = createFeaturePath(pipeline, plugins, warn);
  for (const [index, input] of path.inputs.entries()) {
    checkColumns(run, inputs[index].columns, rowColumns(input));
  }
  const scalers = restoreScalers(pipeline, plugins, warn);
  const model = await loadModel(run, pipeline, plugins, warn);

  return {
    classes,
    predict: async (bytes, clip = 'the clip') => {
      const row = await clipRow(bytes, path, clip);
      if (!row.usable) return row;
      const tables = inputs.map((input, index): InputTable => {
        const { name, columns, steps } = input;
        const values = row.inputs[index];
        if (steps !== null && values.length > steps * columns.length) {
          warn(`${clip} is longer than the recordings that the model knows; its first ${steps} steps count.`);
        }
        return { name, table: oneRow(values, input) };
      });
      const probabilities = model.predict(scaleInputs(scalers, tables));
      const byClass = classes.map((name, index) => [name, probabilities[index]] as const);
      return {
        usable: true,
        label: classes[mostProbable(probabilities, 0, classes.length)],
        probabilities: Object.fromEntries(byClass),
        seconds: row.seconds,
      };
    },
    dispose: () => {
      model.dispose();
    },
  };
}

async function loadModel(
  run: Run,
  { seed, model: use, backend: usedBackend }: Pipeline,
  registry: Registry,
  warn: PluginContext['warn'],
): Promise<Omit<TrainedModel, 'save'>> {
  const folder = join(run.directory, RUN_FILES.model);
  if (use === undefined) {
    const backend = await backendOrOther(registry, usedBackend, warn);
    return await loadNetwork(await backend.start({ threads: 1 }), folder);
  }
  const plugin = createModel(seed, use, registry, warn);
  if (plugin.type === 'network')
    throw RUN_DAMAGED({ run: run.directory, problems: [`'${use.use}' is a network now`] });
  const fitted = await loadClassical(folder, plugin);
  return { predict: ([{ table }]) => fitted.predict(table), dispose: () => undefined };
}

function restoreScalers(
  { seed, inputs }: Pipeline,
  registry: Registry,
  warn: PluginContext['warn'],
): FittedScalers {
  return inputs.map(({ name, scale }) => {
    if (scale === null) return null;
    const { state, ...use } = scale;
    return createScaler(seed, name, use, registry, warn).restore(state);
  });
}

/**
 * A formula that was edited makes other numbers under the same names. A file that is gone is left to the loading, which
 * says so.
 */
async function checkPlugins(run: Run, plugins: readonly UsedPlugin[]): Promise<void> {
  for (const { kind, name, source, file, hash } of plugins) {
    if (file === undefined || hash === null || !(await isThere(file))) continue;
    if ((await hashPlugin(source, file)) === hash) continue;
    throw RUN_CHANGED_PLUGIN({ run: run.directory, kind, plugin: name, file });
  }
}

/** A plugin of the same name that makes other columns now is not the one that the model was trained with. */
function checkColumns(run: Run, kept: readonly string[], made: readonly string[]): void {
  if (kept.length === made.length && kept.every((name, index) => name === made[index])) return;
  throw RUN_CHANGED_PIPELINE({ run: run.directory, kept: kept.length, made: made.length });
}

/** A table of one clip; a sequence is zero-padded or cut to the steps that the network takes. */
function oneRow(values: Float32Array, { columns, steps }: PipelineInput): Table {
  const width = columns.length;
  if (steps === null) return { shape: [1, width], values, columns };
  const padded = new Float32Array(steps * width);
  padded.set(values.subarray(0, padded.length));
  const lengths = Int32Array.of(Math.min(steps, values.length / width));
  return { shape: [1, steps, width], values: padded, columns, lengths };
}
