import type { Estimate } from '../core/experiment/predictions.js';
import type { Ranking } from '../core/families/best.js';
import { memberWords } from '../core/families/members.js';
import type { FamilyResult, MemberResult, SettingMetric, SettingResult } from '../core/families/results.js';
import { spreadOf } from '../core/families/statistics.js';
import { FAMILY_METRIC_UNKNOWN } from '../core/errors/families.js';
import { figure } from './figures.js';
import { plainTable } from './plainTable.js';

/** What of a family's results is shown. */
export interface ShownResults {
  readonly part: 'test' | 'validation';
  /** Overall metrics, in the order of the columns; empty: the usual ones. */
  readonly metrics: readonly string[];
  readonly markdown: boolean;
}

interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const USUAL = ['accuracy', 'f1.macro', 'uar'];

/** The members' results and, where a setting is repeated, what its members come to. */
export function familyPage(result: FamilyResult, shown: ShownResults): string {
  const metrics = shownMetrics(result, shown);
  const render = shown.markdown ? markdownTable : ({ head, rows }: Table) => plainTable(head, rows);
  const part = shown.part === 'test' ? 'held-out part' : 'validation part';
  const repeated = result.repeats.length > 0;
  const blocks = [
    `${result.name}, ${part}${repeated ? ', each member' : ''}:`,
    render(membersTable(result, metrics, shown.part)),
    ...(repeated
      ? ['mean ± standard deviation over members:', render(settingsTable(result, metrics, shown.part))]
      : []),
    ...notes(result),
  ];
  return blocks.join(shown.markdown ? '\n\n' : '\n');
}

/** @throws FAMILY_METRIC_UNKNOWN */
function shownMetrics({ members }: FamilyResult, { part, metrics }: ShownResults): readonly string[] {
  const known = [...new Set(members.flatMap((member) => Object.keys(member.metrics?.[part]?.overall ?? {})))];
  if (metrics.length === 0) {
    const usual = USUAL.filter((name) => known.includes(name));
    return usual.length > 0 ? usual : known.slice(0, USUAL.length);
  }
  const unknown = metrics.find((name) => !known.includes(name));
  if (unknown !== undefined) throw FAMILY_METRIC_UNKNOWN({ metric: unknown, known });
  return metrics;
}

function membersTable(
  { axes, members, repeats }: FamilyResult,
  metrics: readonly string[],
  part: ShownResults['part'],
): Table {
  const cell = repeats.length > 0 ? (of: Estimate): string => figure(of.value) : estimate;
  return {
    head: ['', ...axes, 'state', ...metrics, 'run'],
    rows: members.map((member) => [
      String(member.number),
      ...axes.map((axis) => member.settings[axis] ?? '-'),
      stateWord(member),
      ...metrics.map((name) => {
        const of = member.metrics?.[part]?.overall[name];
        return of === undefined ? '-' : cell(of);
      }),
      member.run ?? '-',
    ]),
  };
}

function settingsTable(
  { axes, repeats, settings }: FamilyResult,
  metrics: readonly string[],
  part: ShownResults['part'],
): Table {
  const shown = axes.filter((axis) => !repeats.includes(axis));
  const rows = settings.flatMap((setting) => {
    const named = shown.map((axis) => setting.settings[axis] ?? '-');
    const over = `${setting.finished.length} members (${repeats.join(', ')})`;
    const means = metrics.map((name) => spread(setting[part][name]));
    return [
      [...named, over, ...means],
      ...pooledRows(setting, metrics, part).map((row) => [...named, ...row]),
    ];
  });
  return { head: [...shown, 'over', ...metrics], rows };
}

/** The held-out clips of all folds as one part, for each seed, and over the seeds. */
function pooledRows(
  { pooled }: SettingResult,
  metrics: readonly string[],
  part: ShownResults['part'],
): readonly (readonly string[])[] {
  if (part !== 'test') return [];
  const whole = pooled.flatMap(({ settings, pooled: pool }) =>
    pool.ok ? [{ settings, metrics: pool.metrics }] : [],
  );
  const rows = whole.map(({ settings, metrics: { rows: clips, overall } }) => {
    const seed = memberWords(settings);
    const over = `folds pooled${seed === '' ? '' : `, ${seed}`} (${clips} clips)`;
    return [over, ...metrics.map((name) => estimate(overall[name]))];
  });
  if (whole.length < 2) return rows;
  const over = `folds pooled, mean of ${whole.length}`;
  const means = metrics.map((name) =>
    spread(spreadOf(whole.map(({ metrics: { overall } }) => overall[name].value))),
  );
  return [...rows, [over, ...means]];
}

function notes({ members, settings }: FamilyResult): readonly string[] {
  const missing = members.filter(({ metrics }) => metrics === null).length;
  const pools = settings.flatMap(({ settings: named, pooled }) =>
    pooled.flatMap(({ pooled: pool, settings: repeat }) =>
      pool.ok ? [] : [`note: folds not pooled${where({ ...named, ...repeat })}: ${pool.problem}.`],
    ),
  );
  return missing > 0 ? [`note: ${missing} of ${members.length} members are not finished.`, ...pools] : pools;
}

function where(settings: Readonly<Record<string, string>>): string {
  const words = memberWords(settings);
  return words === '' ? '' : ` for ${words}`;
}

/** Settings by a validation metric, the best one first. */
export function rankingPage(
  { metric, better, ranked, unranked }: Ranking,
  { markdown }: ShownResults,
): string {
  const table = {
    head: ['', 'setting', `validation ${metric}`, 'members'],
    rows: ranked.map((setting, index) => [
      String(index + 1),
      settingWords(setting),
      spread(setting.validation[metric]),
      String(setting.finished.length),
    ]),
  };
  const best = ranked.length === 0 ? 'none yet' : settingWords(ranked[0]);
  return [
    `best by validation ${metric} (${better} is better): ${best}`,
    ...(markdown ? [''] : []),
    markdown ? markdownTable(table) : plainTable(table.head, table.rows),
    ...(unranked.length > 0
      ? [`note: not ranked, since members lack: ${unranked.map(settingWords).join('; ')}.`]
      : []),
  ].join('\n');
}

function settingWords({ settings }: SettingResult): string {
  const words = memberWords(settings);
  return words === '' ? 'all members' : words;
}

function stateWord({ state, passed }: MemberResult): string {
  if (state !== 'finished') return state;
  return passed === true ? 'passed' : 'gate FAILED';
}

function estimate({ value, low, high }: Estimate): string {
  return (
    figure(value) + (low === undefined || high === undefined ? '' : ` [${figure(low)}, ${figure(high)}]`)
  );
}

function spread(of: Omit<SettingMetric, 'min' | 'max'> | undefined): string {
  if (of === undefined || of.mean === null) return '-';
  if (of.sd !== null) return `${figure(of.mean)} ± ${figure(of.sd)}`;
  const { low, high } = of;
  return estimate({ value: of.mean, ...(low !== undefined && { low }), ...(high !== undefined && { high }) });
}

function markdownTable({ head, rows }: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
