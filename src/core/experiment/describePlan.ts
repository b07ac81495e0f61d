import type { Experiment, GateCheck } from '../config/experiment.js';
import type { ModelInput, RowShape } from '../registry/contracts.js';
import { Random } from '../random.js';
import { describeNetwork, type NetworkDescription } from '../training/describe.js';
import type { FeaturePath, InputPath } from './clipFeatures.js';
import { PARTS, type ClipDefect, type Part } from './clips.js';
import type { Plan } from './plan.js';

/** One input of the model. */
export interface InputDescription {
  readonly name: string;
  readonly columns: readonly string[];
  /** Shape of one row; null where the steps depend on the clips' lengths. */
  readonly shape: RowShape | null;
}

/** What `run --dry-run` shows; plain JSON. */
export interface PlanDescription {
  readonly name: string;
  readonly seed: number;
  readonly classes: readonly string[];
  /** Clips of each part, and of each class in it. */
  readonly parts: Readonly<
    Record<Part, { readonly clips: number; readonly byClass: Record<string, number> }>
  >;
  readonly leftOut: number;
  /** Whom a result on the test part speaks for. */
  readonly claims: Plan['claims'];
  readonly defects: readonly ClipDefect[];
  readonly inputs: readonly InputDescription[];
  /** Null where a shape is, and for a model that is no network. */
  readonly network: NetworkDescription | null;
  /** The model that is fitted at once, without a network. */
  readonly classical?: string;
  readonly gate: readonly GateCheck[];
}

/**
 * Describes a plan; builds the network on the experiment's backend to count its layers, parameters and FLOPs, and
 * frees it again.
 *
 * @throws what the model's `build` throws, e.g. MODEL_INPUT_TOO_SHORT
 */
export async function describePlan(experiment: Experiment, plan: Plan): Promise<PlanDescription> {
  const { classes } = plan.plugins.dataset;
  const { path } = plan.plugins;
  const inputs = path.inputs.map((input, index): InputDescription => {
    const columns = plan.columns[index];
    return { name: input.name, columns, shape: expectedShape(path, input, columns) };
  });
  const parts = PARTS.map((part) => [part, describePart(plan, part)] as const);
  return {
    name: experiment.name,
    seed: experiment.seed,
    classes,
    parts: { train: parts[0][1], validation: parts[1][1], test: parts[2][1] },
    leftOut: plan.parts.filter((part) => part === null).length,
    claims: plan.claims,
    defects: plan.defects,
    inputs,
    network: await describeModel(plan, inputs, new Random(experiment.seed)),
    ...(plan.plugins.model.type === 'classical' && { classical: experiment.model.use }),
    gate: experiment.gate,
  };
}

function describePart({ counts, plugins }: Plan, part: Part): PlanDescription['parts'][Part] {
  const byClass = Object.fromEntries(
    plugins.dataset.classes.map((name, index) => [name, counts[part][index]] as const),
  );
  return { clips: counts[part].reduce((sum, count) => sum + count, 0), byClass };
}

/** A sequence's steps are found by pooling silence of the front end's length, where every clip has that length. */
function expectedShape(
  { audio }: FeaturePath,
  { framing, features, pooling }: InputPath,
  columns: readonly string[],
): RowShape | null {
  if (pooling.output === 'vector') return [columns.length];
  if (audio.sampleCount === null) return null;
  const names = features.flatMap((feature) => feature.names);
  const frames = 1 + Math.floor(audio.sampleCount / framing.hopLength);
  const pooled = pooling.pool({ frames, names, values: new Float32Array(frames * names.length) });
  return [pooled.length / columns.length, columns.length];
}

async function describeModel(
  { plugins }: Plan,
  inputs: readonly InputDescription[],
  random: Random,
): Promise<NetworkDescription | null> {
  const { model: plugin } = plugins;
  const shaped = inputs.flatMap(({ name, shape }): ModelInput[] => (shape === null ? [] : [{ name, shape }]));
  if (plugin.type !== 'network' || shaped.length < inputs.length) return null;
  const tf = await plugins.backend.start({ threads: 1 });
  const model = plugin.build(tf, shaped, plugins.dataset.classes.length, random.fork('train'));
  const description = describeNetwork(tf, model);
  model.dispose();
  return description;
}
