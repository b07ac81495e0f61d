import type { TrainSettings } from '../config/experiment.js';
import type { LoadedExperiment } from '../config/load.js';
import type { Clip, ClipDefect, Part } from './clips.js';
import { collectClips, type Collection } from './collect.js';
import { rowColumns } from './clipFeatures.js';
import { preflight } from './preflight.js';
import type { ExperimentPlugins } from './plugins.js';
import { countByPart, splitClips, type SpeakerClaim } from './split.js';
import type { Stages } from './stages.js';

/** An experiment whose clips are known and dealt out; no audio has been read. */
export interface Plan {
  readonly plugins: ExperimentPlugins;
  /** By id. */
  readonly clips: readonly Clip[];
  /** One a clip; null: left out. */
  readonly parts: readonly (Part | null)[];
  /** Files that cannot be clips. */
  readonly defects: readonly ClipDefect[];
  readonly claims: SpeakerClaim;
  /** Clips of each class, in the classes' order, in each part. */
  readonly counts: ReturnType<typeof countByPart>;
  /** Names of the columns of a row, one list an input. */
  readonly columns: readonly (readonly string[])[];
}

/**
 * The first two stages, `data` and `split`, and every check that can be made before audio is read.
 *
 * @param plugins made by `createPlugins` of the same experiment
 * @throws what the dataset, the split and the checks throw, with the place in the config where there is one
 */
export async function planExperiment(
  loaded: LoadedExperiment,
  plugins: ExperimentPlugins,
  stages: Stages,
): Promise<Plan> {
  const { dataset, split, path } = plugins;
  const { clips, defects } = await stages.run(
    'data',
    () => collectClips(dataset),
    (collection) => describeCollection(collection, dataset.classes),
  );
  const { parts, claims } = await stages.run(
    'split',
    async () => {
      const result = splitClips(split, clips, dataset.classes, stages.emit);
      await preflight(
        loaded,
        plugins,
        fittedLabels(loaded.experiment.train.fitOn, clips, result.parts, dataset.classes),
        stages.emit,
      );
      return result;
    },
    (result) => describeSplit(result.parts, result.claims),
  );
  const counts = countByPart(clips, parts, dataset.classes);
  return { plugins, clips, parts, defects, claims, counts, columns: path.inputs.map(rowColumns) };
}

function fittedLabels(
  fitOn: TrainSettings['fitOn'],
  clips: readonly Clip[],
  parts: readonly (Part | null)[],
  classes: readonly string[],
): Int32Array {
  const fitted = fitOn === 'train' ? ['train'] : ['train', 'validation'];
  const training = clips.filter((_, index) => fitted.includes(parts[index] ?? ''));
  return Int32Array.from(training, ({ label }) => classes.indexOf(label));
}

function describeCollection({ clips, defects }: Collection, classes: readonly string[]): string {
  const speakers = new Set(clips.map(({ speaker }) => speaker)).size;
  const unusable = defects.length === 0 ? '' : `, ${defects.length} files unusable`;
  return `${clips.length.toLocaleString('en')} clips, ${classes.length} classes, ${speakers} speakers${unusable}`;
}

function describeSplit(parts: readonly (Part | null)[], claims: SpeakerClaim): string {
  const count = (part: Part): string => parts.filter((each) => each === part).length.toLocaleString('en');
  return `${count('train')} to train, ${count('validation')} to validate, ${count('test')} held out (${claims})`;
}
