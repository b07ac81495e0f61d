import { join } from 'node:path';
import { keptEvaluators } from '../compare/evaluators.js';
import { FAMILY_BEST_HELD_OUT, FAMILY_METRIC_UNKNOWN } from '../errors/families.js';
import type { Registry } from '../registry/registry.js';
import { openRun, readExperiment } from '../runs/reader.js';
import type { FamilyResult, SettingResult } from './results.js';

/** Settings by a metric of the validation part, the best one first. */
export interface Ranking {
  readonly metric: string;
  readonly better: 'higher' | 'lower';
  /** Settings whose members are all finished and have the metric. */
  readonly ranked: readonly SettingResult[];
  /** The others. */
  readonly unranked: readonly SettingResult[];
}

const PARTS = { 'test.': 'test', 'validation.': 'validation' } as const;

/**
 * Makes sure that settings are to be ranked by the validation part; known before anything is run.
 *
 * @param metric as a check names it: `uar`, or `validation.uar`
 * @returns the metric's name without the part
 * @throws FAMILY_BEST_HELD_OUT
 */
export function requireValidation(metric: string): string {
  const [prefix, part] = Object.entries(PARTS).find(([start]) => metric.startsWith(start)) ?? [
    '',
    'validation',
  ];
  if (part === 'test') throw FAMILY_BEST_HELD_OUT({ metric });
  return metric.slice(prefix.length);
}

/**
 * Ranks the settings of a family by the mean, over their members, of an overall metric of the validation part. The
 * held-out part is not asked.
 *
 * @throws FAMILY_BEST_HELD_OUT, FAMILY_METRIC_UNKNOWN
 */
export async function rankSettings(
  { settings, members }: FamilyResult,
  asked: string,
  { runsDirectory, registry }: { readonly runsDirectory: string; readonly registry: Registry },
): Promise<Ranking> {
  const metric = requireValidation(asked);
  const known = [...new Set(settings.flatMap(({ validation }) => Object.keys(validation)))];
  if (!known.includes(metric)) throw FAMILY_METRIC_UNKNOWN({ metric, known });
  const run = members.find(({ metrics }) => metrics !== null)?.run ?? '';
  const kept = await openRun(join(runsDirectory, run));
  const evaluators = await keptEvaluators(await readExperiment(kept), kept.record, registry);
  const info = evaluators
    .flatMap(({ evaluator }) => evaluator.metrics)
    .find(({ name, per }) => name === metric && per === 'overall');
  const better = info?.better ?? 'higher';

  const mean = (setting: SettingResult): number | null =>
    Object.hasOwn(setting.validation, metric) ? setting.validation[metric].mean : null;
  const whole = ({ members: all, finished }: SettingResult): boolean => all.length === finished.length;
  const ranked = settings
    .filter((setting) => whole(setting) && mean(setting) !== null)
    .sort((one, other) => {
      const difference = (mean(other) ?? 0) - (mean(one) ?? 0);
      return better === 'higher' ? difference : -difference;
    });
  return { metric, better, ranked, unranked: settings.filter((setting) => !ranked.includes(setting)) };
}
