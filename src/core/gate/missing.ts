import type { GateCheck } from '../config/experiment.js';
import type { Part } from '../experiment/clips.js';
import type { PartMetrics } from '../experiment/predictions.js';
import { isLookCheck } from './looks.js';
import type { CheckResult } from './verdict.js';

/** The metrics of the parts that were evaluated. */
export type MetricsByPart = Readonly<Partial<Record<Part, PartMetrics>>>;

/** What the judge knows of the classes. */
export interface KnownClasses {
  /** Every class that the dataset declares, whether or not it has rows. */
  readonly classes: readonly string[];
  /** Classes that the corpus has and the config leaves out. */
  readonly omitted: readonly string[];
}

/**
 * A failing result for each class that went missing from a checked part: it has no rows there, the config leaves it
 * out, or the model never predicts it. Not for those that a check of the part names under `mayMiss`, that no check of
 * the part is about, or that a failing check per class tells of already.
 */
export function missingClasses(
  checks: readonly GateCheck[],
  results: readonly CheckResult[],
  metricsByPart: MetricsByPart,
  { classes, omitted }: KnownClasses,
): readonly CheckResult[] {
  const parts = [...new Set(checks.filter(isOnClasses).map(({ part }) => part))];
  return parts.flatMap((part) => {
    const ofPart = checks.filter((check) => check.part === part && isOnClasses(check));
    const excused = ofPart.flatMap(({ mayMiss = [] }) => mayMiss);
    const metrics = metricsByPart[part];

    const find = (name: string): CheckResult | null => {
      const reason = metrics === undefined ? null : whyAbsent(metrics, name, part);
      const level = levelOf(ofPart);
      if (reason !== null) return nothing('rows', name, part, level, reason);
      // What some checks name their own classes for is the affair of those checks.
      const about = ofPart.filter((check) => check.classes?.includes(name) ?? true);
      const counts = metrics === undefined ? undefined : countsOf(metrics, name);
      if (counts?.predicted !== 0 || about.length === 0) return null;
      return nothing('predictions', name, part, levelOf(about), `the model never predicts ${name}`);
    };

    const inData = classes.flatMap((name) => {
      const found = find(name);
      const told = results.some(
        (result) =>
          found !== null &&
          result.class === name &&
          result.part === part &&
          result.level === found.level &&
          !result.passed,
      );
      return found === null || told || excused.includes(name) ? [] : [found];
    });
    const ofAllClasses = ofPart.filter((check) => check.classes === undefined);
    const leftOut = ofAllClasses.length === 0 ? [] : omitted.filter((name) => !excused.includes(name));
    const reasonOf = (name: string): string =>
      `${name} is a class of the corpus and the config leaves it out`;
    return [
      ...leftOut.map((name) => nothing('rows', name, part, levelOf(ofAllClasses), reasonOf(name))),
      ...inData,
    ];
  });
}

/** Whether a gate will fail for what the config leaves out. */
export function fallsOnMissing(checks: readonly GateCheck[], omitted: readonly string[]): boolean {
  return (['test', 'validation'] as const).some((part) => {
    const ofPart = checks.filter((check) => check.part === part && isOnClasses(check));
    const excused = ofPart.flatMap(({ mayMiss = [] }) => mayMiss);
    const general = ofPart.some(({ classes }) => classes === undefined);
    return general && omitted.some((name) => !excused.includes(name));
  });
}

/** Why a class has no rows in a part; null where it has some. */
export function whyAbsent(metrics: PartMetrics, name: string, part: Part): string | null {
  const counts = countsOf(metrics, name);
  if (counts === undefined)
    return `${name} is a class of the data and was dropped: the model does not know it`;
  return counts.rows === 0 ? `no clip of ${name} is in the ${part} part` : null;
}

/** Rows and predictions of a class; undefined where the model does not know it. */
export function countsOf(metrics: PartMetrics, name: string): PartMetrics['counts'][string] | undefined {
  return Object.hasOwn(metrics.counts, name) ? metrics.counts[name] : undefined;
}

function isOnClasses(check: GateCheck): boolean {
  return !isLookCheck(check);
}

function nothing(
  metric: 'rows' | 'predictions',
  name: string,
  part: GateCheck['part'],
  level: GateCheck['level'],
  reason: string,
): CheckResult {
  const value = { value: 0, judged: 0, threshold: '> 0', bound: 'value', shortBy: null } as const;
  return { metric, class: name, part, ...value, passed: false, level, reason };
}

function levelOf(checks: readonly GateCheck[]): GateCheck['level'] {
  return checks.some(({ level }) => level === 'error') ? 'error' : 'warn';
}
