import { createHash } from 'node:crypto';
import { loadExperiment, type LoadedExperiment } from '../config/load.js';
import { IntoneErrors, isIntoneError, type IntoneError } from '../errors/entry.js';
import { FAMILY_EMPTY, FAMILY_NO_FOLDS, FAMILY_SAME_MEMBER, FAMILY_TOO_LARGE } from '../errors/families.js';
import type { Experiment } from '../config/experiment.js';
import type { Warning } from '../config/warning.js';
import type { Registry } from '../registry/registry.js';
import { experimentHash } from '../runs/name.js';
import {
  combinations,
  countCombinations,
  countingAxis,
  joinAxes,
  sweptAxis,
  type Axis,
  type AxisValue,
} from './axes.js';

/** A member of a family as it was planned: an experiment that is checked and can be run. */
export interface PlannedMember {
  /** Counts from 1. */
  readonly number: number;
  /** YAML file of the experiment. */
  readonly config: string;
  /** As after `--set`. */
  readonly overrides: readonly string[];
  /** What it differs in from the others: each axis with its value; `config` is one where there are several. */
  readonly settings: Readonly<Record<string, string>>;
  /** Hash of the resolved experiment. */
  readonly experiment: string;
  /** Hash of what its clips' rows are made of: members with the same one share them in the feature cache. */
  readonly rows: string;
}

export interface FamilyPlan {
  /** For the family's own name: the first config's experiment. */
  readonly name: string;
  /** Paths of the axes, the first one changes last. */
  readonly axes: readonly string[];
  readonly members: readonly PlannedMember[];
  /** What the members' configs are warned of, each once. */
  readonly warnings: readonly Warning[];
}

/** What a family is made of. */
export interface FamilyRequest {
  readonly configs: readonly string[];
  /** Beside what each config names under `sweep:`, and instead of it where both name a path. */
  readonly axes: readonly Axis[];
  /** For a split with folds: all of them, so many. */
  readonly folds?: number | undefined;
  /** `--set` for all members. */
  readonly overrides: readonly string[];
}

/** Name of the axis that several configs make. */
export const CONFIG_AXIS = 'config';
export const FOLD_AXIS = 'split.fold';
/** Axes along which a setting is repeated rather than changed: their values are pooled, or give the spread. */
export const REPEATS: readonly string[] = ['split.seed', FOLD_AXIS, 'seed'];

const MOST_MEMBERS = 1000;

/**
 * Plans a family: every member is loaded and checked before the first one is run.
 *
 * @throws IntoneErrors with all that is wrong with any member; FAMILY_EMPTY, FAMILY_TOO_LARGE, FAMILY_SAME_MEMBER,
 *   FAMILY_NO_FOLDS
 */
export async function planFamily(request: FamilyRequest, registry: Registry): Promise<FamilyPlan> {
  const { configs, folds } = request;
  const overrides = [...request.overrides, ...(folds === undefined ? [] : [`split.of=${folds}`])];
  const given = joinAxes(folds === undefined ? [] : [countingAxis(FOLD_AXIS, folds)], request.axes);
  const drafts: Draft[] = [];
  for (const config of configs) {
    const base = await loadExperiment(config, { registry, overrides: request.overrides });
    if (folds !== undefined) requireFolds(base);
    const axes = repeatsLast(joinAxes(base.sweep.map(sweptAxis), given));
    // A few long axes have more combinations than fit into memory.
    const members = drafts.length + countCombinations(axes);
    if (members > MOST_MEMBERS) throw FAMILY_TOO_LARGE({ members, most: MOST_MEMBERS });
    for (const values of combinations(axes))
      drafts.push({ config, axes, values, name: base.experiment.name });
  }
  if (drafts.length < 2) throw FAMILY_EMPTY({ config: configs.join(', ') });

  const errors: IntoneError[] = [];
  const warnings: Warning[] = [];
  const members: PlannedMember[] = [];
  for (const [index, draft] of drafts.entries()) {
    try {
      const { loaded, ...made } = await loadMember(draft, overrides, registry);
      warnings.push(...loaded.warnings);
      const { experiment } = loaded;
      members.push({
        number: index + 1,
        config: draft.config,
        overrides: made.overrides,
        settings: settingsOf(draft, configs.length > 1),
        experiment: experimentHash(experiment),
        rows: rowsHash(experiment),
      });
    } catch (error) {
      if (error instanceof IntoneErrors) errors.push(...error.errors);
      else if (isIntoneError(error)) errors.push(error);
      else throw error;
    }
  }
  if (errors.length > 0) throw new IntoneErrors(distinct(errors));
  requireDistinct(members);
  const paths = drafts.flatMap(({ axes }) => axes.map(({ path }) => path));
  return {
    name: configs.length > 1 ? `${drafts[0].name}-and-others` : drafts[0].name,
    axes: [...new Set([...(configs.length > 1 ? [CONFIG_AXIS] : []), ...paths])],
    members,
    warnings: distinct(warnings),
  };
}

/** A member that is not loaded yet. */
interface Draft {
  readonly config: string;
  /** The experiment's name. */
  readonly name: string;
  readonly axes: readonly Axis[];
  /** One for each axis. */
  readonly values: readonly AxisValue[];
}

async function loadMember(
  { config, axes, values }: Draft,
  common: readonly string[],
  registry: Registry,
): Promise<{ readonly loaded: LoadedExperiment; readonly overrides: readonly string[] }> {
  const sets = values.map(({ text }, index) => `${axes[index].path}=${text}`);
  const placed = values.flatMap(({ placed: override }) => override ?? []);
  const unplaced = sets.filter((_, index) => values[index].placed === undefined);
  const loaded = await loadExperiment(config, { registry, overrides: [...common, ...unplaced], placed });
  return { loaded, overrides: [...common, ...sets] };
}

/** The members of one setting come one after another. */
function repeatsLast(axes: readonly Axis[]): readonly Axis[] {
  return [...axes].sort((one, other) => REPEATS.indexOf(one.path) - REPEATS.indexOf(other.path));
}

/** In words: `model.dense=64, seed=1`. */
export function memberWords(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([path, value]) => (path === CONFIG_AXIS ? value : `${path}=${value}`))
    .join(', ');
}

function settingsOf({ config, axes, values }: Draft, several: boolean): Readonly<Record<string, string>> {
  const settings = values.map(({ label }, index) => [axes[index].path, label] as const);
  return Object.fromEntries([...(several ? [[CONFIG_AXIS, config] as const] : []), ...settings]);
}

function requireFolds({ experiment, registry }: LoadedExperiment): void {
  const { use } = experiment.split;
  const { properties } = registry.find('split', use).options;
  if (!Object.hasOwn(properties, 'fold') || !Object.hasOwn(properties, 'of')) {
    throw FAMILY_NO_FOLDS({ split: use });
  }
}

function requireDistinct(members: readonly PlannedMember[]): void {
  const seen = new Map<string, PlannedMember>();
  for (const member of members) {
    const same = seen.get(member.experiment);
    if (same !== undefined) {
      const [first, second] = [same, member].map(({ settings }) => memberWords(settings));
      throw FAMILY_SAME_MEMBER({ first, second });
    }
    seen.set(member.experiment, member);
  }
}

/** Of what makes a clip's row; which clips there are is the data's, and the seed counts for none but a few plugins. */
function rowsHash({ data, audio, inputs }: Experiment): string {
  const made = inputs.map(({ frames, features, pool }) => ({ frames, features, pool }));
  return createHash('sha256')
    .update(JSON.stringify({ data, audio, inputs: made }))
    .digest('hex')
    .slice(0, 8);
}

/** The same said of several members is said once. */
function distinct<T extends { readonly message: string; readonly where?: unknown }>(
  items: readonly T[],
): T[] {
  const keys = items.map(({ message, where }) => `${message}\n${JSON.stringify(where)}`);
  return items.filter((_, index) => keys.indexOf(keys[index]) === index);
}
