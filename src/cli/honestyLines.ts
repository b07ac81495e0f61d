import type { LeakReport } from '../core/honesty/leaks.js';
import type { RunRecord } from '../core/runs/documents/record.js';
import type { PartMetrics } from '../core/experiment/predictions.js';
import type { RunMetrics } from '../core/runs/documents/metrics.js';
import { classTable } from './metricTables.js';
import { listed } from '../core/text/words.js';

/** The table by class of the held-out part, or of the validation part where the held-out one stayed closed. */
export function partTable({ test, validation }: RunMetrics): string {
  if (test !== undefined) return `held-out part, by class:\n${classTable(test)}`;
  return validation === undefined ? '' : `validation part, by class:\n${classTable(validation)}`;
}

/** What a result on the held-out part may be taken for: whom it speaks for, how often it was looked at, what leaks. */
export function honestyLines(
  record: Pick<RunRecord, 'claims' | 'heldOut' | 'validationOnly'>,
  leaks: LeakReport | null,
  test: PartMetrics | undefined,
): string {
  const { claims, heldOut, validationOnly } = record;
  return [
    ...(claims === undefined ? [] : [fact('holds for', claims)]),
    ...(leaks === null ? [] : leakFacts(leaks)),
    ...(test === undefined ? [] : [fact('intervals', intervalWords(test))]),
    ...(heldOut === undefined ? [] : [fact('held out', looksWords(heldOut))]),
    ...(validationOnly === true ? [fact('held out', 'left closed (validation only)')] : []),
  ].join('\n');
}

function looksWords({ looks, first, last }: NonNullable<RunRecord['heldOut']>): string {
  if (looks === 1) return `looked at once, by this run (${day(last)})`;
  return `looked at ${looks} times up to this run (first ${day(first)}, last ${day(last)}); 'intone ledger' lists them`;
}

function leakFacts({
  speakers,
  performances,
  duplicates,
  nearDuplicates,
  normalisation,
}: LeakReport): string[] {
  const { heldOut, shared } = speakers;
  const takes = performances?.clips ?? 0;
  const found = [
    ...(shared.length === 0 ? [] : [`${shared.length} of ${heldOut} held-out speakers are trained on`]),
    ...(takes === 0 ? [] : [`${takes} held-out clips have another take of the same performance there`]),
    ...(duplicates.length === 0 ? [] : [`${duplicates.length} duplicates, left out`]),
    ...(nearDuplicates.count === 0 ? [] : [`${nearDuplicates.count} pairs of near-duplicates`]),
    ...(nearDuplicates.tooManyClips === undefined ? [] : ['near-duplicates not looked for (too many clips)']),
    ...normalisation.map(({ scaler, sees }) => `${scaler} sees ${sees}`),
  ];
  return [fact('leaks', found.length === 0 ? 'none found' : listed(found))];
}

function intervalWords({ intervals, overall }: PartMetrics): string {
  if (intervals !== undefined) return `drawn by speaker (${intervals.speakers})`;
  const some = Object.values(overall).some(({ low }) => low !== undefined);
  return some ? 'drawn by clip' : 'none';
}

function fact(key: string, value: string): string {
  return `${key.padEnd(11)} ${value}`;
}

function day(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
