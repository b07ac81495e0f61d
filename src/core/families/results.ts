import { join } from 'node:path';
import { isIntoneError } from '../errors/entry.js';
import type { PartMetrics } from '../experiment/predictions.js';
import type { Registry } from '../registry/registry.js';
import type { RunMetrics } from '../runs/documents/metrics.js';
import { openRun, readMetrics, requireFinished, type Run, type RunState } from '../runs/reader.js';
import type { FamilyMember } from './document.js';
import type { Family } from './family.js';
import { FOLD_AXIS, REPEATS } from './members.js';
import { poolFolds, type Pooled } from './pooled.js';
import { spreadOf, type Spread } from './statistics.js';

/** A member as its run tells. */
export interface MemberResult {
  readonly number: number;
  readonly config: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Its run directory, by name. */
  readonly run: string | null;
  /** `waiting`: not begun; `damaged`: its run cannot be read. */
  readonly state: RunState | 'waiting' | 'damaged';
  readonly passed: boolean | null;
  readonly error: FamilyMember['error'];
  /** Of a finished member. */
  readonly metrics: RunMetrics | null;
}

/** A metric of a setting over its members; with an interval where there is one member that has it. */
export interface SettingMetric extends Spread {
  readonly low?: number;
  readonly high?: number;
}

/** All folds of a setting with one seed, held out clip by clip and measured once. */
export interface PooledFolds {
  /** What else is repeated, e.g. the seed. */
  readonly settings: Readonly<Record<string, string>>;
  readonly pooled: Pooled;
}

/** Members that differ in nothing but the seed and the fold. */
export interface SettingResult {
  readonly settings: Readonly<Record<string, string>>;
  /** Numbers of its members, and of those that are finished. */
  readonly members: readonly number[];
  readonly finished: readonly number[];
  /** Metric → over the finished members. */
  readonly test: Readonly<Record<string, SettingMetric>>;
  readonly validation: Readonly<Record<string, SettingMetric>>;
  /** Empty where members are no folds. */
  readonly pooled: readonly PooledFolds[];
}

export interface FamilyResult {
  readonly name: string;
  readonly directory: string;
  readonly created: string;
  readonly axes: readonly string[];
  readonly repeats: readonly string[];
  readonly members: readonly MemberResult[];
  readonly settings: readonly SettingResult[];
}

/** Reads what the members of a family have come to so far. */
export async function readResults(family: Family, registry: Registry): Promise<FamilyResult> {
  const { document, directory } = family;
  const read = await Promise.all(document.members.map((member) => readMember(member, family)));
  const repeats = document.axes.filter((axis) => REPEATS.includes(axis));
  const settings: SettingResult[] = [];
  for (const group of grouped(read, ({ member }) => without(member.settings, repeats)).values()) {
    settings.push(await settingOf(group, repeats, registry));
  }
  return {
    name: document.name,
    directory,
    created: document.created,
    axes: document.axes,
    repeats,
    members: read.map(({ member }) => member),
    settings,
  };
}

interface ReadMember {
  readonly member: MemberResult;
  readonly run: Run | null;
}

async function readMember(
  { number, config, settings, run: name, error }: FamilyMember,
  { runsDirectory }: Family,
): Promise<ReadMember> {
  const member = { number, config, settings, run: name, passed: null, metrics: null, error };
  if (name === null)
    return { member: { ...member, state: error === null ? 'waiting' : 'failed' }, run: null };
  try {
    const run = await openRun(join(runsDirectory, name));
    const { state, record } = run;
    if (state !== 'finished') return { member: { ...member, state }, run };
    await requireFinished(run);
    const metrics = await readMetrics(run);
    return { member: { ...member, state, passed: record.passed, error: null, metrics }, run };
  } catch (thrown) {
    if (!isIntoneError(thrown)) throw thrown;
    const { code, exit, message } = thrown;
    return { member: { ...member, state: 'damaged', error: { code, exit, message } }, run: null };
  }
}

async function settingOf(
  group: readonly ReadMember[],
  repeats: readonly string[],
  registry: Registry,
): Promise<SettingResult> {
  const finished = group.filter(({ member }) => member.metrics !== null);
  const metrics = finished.flatMap(({ member }) => member.metrics ?? []);
  return {
    settings: without(group[0].member.settings, repeats),
    members: group.map(({ member }) => member.number),
    finished: finished.map(({ member }) => member.number),
    test: spreads(metrics.flatMap(({ test }) => test ?? [])),
    validation: spreads(metrics.flatMap(({ validation }) => validation ?? [])),
    pooled: repeats.includes(FOLD_AXIS) ? await poolBySeed(group, repeats, registry) : [],
  };
}

async function poolBySeed(
  group: readonly ReadMember[],
  repeats: readonly string[],
  registry: Registry,
): Promise<readonly PooledFolds[]> {
  const others = repeats.filter((axis) => axis !== FOLD_AXIS);
  const pools: PooledFolds[] = [];
  for (const folds of grouped(group, ({ member }) => only(member.settings, others)).values()) {
    const unfinished = folds.filter(({ member }) => member.metrics === null).length;
    const runs = folds.flatMap(({ run }) => run ?? []);
    const pooled: Pooled =
      unfinished > 0
        ? { ok: false, problem: `${unfinished} of ${folds.length} folds are not finished` }
        : await poolFolds(runs, registry);
    pools.push({ settings: only(folds[0].member.settings, others), pooled });
  }
  return pools;
}

function spreads(parts: readonly PartMetrics[]): Readonly<Record<string, SettingMetric>> {
  const names = [...new Set(parts.flatMap(({ overall }) => Object.keys(overall)))];
  return Object.fromEntries(
    names.map((name) => {
      const estimates = parts.flatMap(({ overall }) => (Object.hasOwn(overall, name) ? overall[name] : []));
      const spread = spreadOf(estimates.map(({ value }) => value));
      const { low, high } = estimates[0];
      const interval = estimates.length === 1 && low !== undefined && high !== undefined;
      return [name, { ...spread, ...(interval && { low, high }) }];
    }),
  );
}

function grouped<T>(
  items: readonly T[],
  key: (item: T) => Readonly<Record<string, string>>,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = JSON.stringify(key(item));
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return groups;
}

function without(settings: MemberResult['settings'], axes: readonly string[]): MemberResult['settings'] {
  return Object.fromEntries(Object.entries(settings).filter(([axis]) => !axes.includes(axis)));
}

function only(settings: MemberResult['settings'], axes: readonly string[]): MemberResult['settings'] {
  return Object.fromEntries(Object.entries(settings).filter(([axis]) => axes.includes(axis)));
}
