import { signed, wayOf } from '../core/compare/conclusion.js';
import type { Comparison, Pair } from '../core/compare/compareRuns.js';
import type { ConfigDifference } from '../core/compare/configDifference.js';
import type { McNemar } from '../core/compare/mcnemar.js';
import type { MetricDifference } from '../core/compare/metricDifference.js';
import { isList } from '../core/runs/collection/configLeaves.js';
import type { Palette } from './colour.js';
import { figure } from './figures.js';
import { plainTable } from './plainTable.js';
import { sharedScale, sparkline } from './sparkline.js';

const CURVE_WIDTH = 60;

/** What `intone compare` prints. */
export function comparisonPage(
  comparison: Comparison,
  palette: Palette,
  { unicode }: { readonly unicode: boolean },
): string {
  const { runs, config, pairs } = comparison;
  const sections = [
    runs.map(({ label, run }) => `${palette.strong(label)}  ${run}`).join('\n'),
    configSection(
      config,
      runs.map(({ label }) => label),
    ),
    ...pairs.map((pair) => pairSection(pair, comparison, palette)),
    curveSection(comparison, unicode),
    ...pairs.map(({ conclusion }) => palette.strong(conclusion.text)),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function configSection(config: readonly ConfigDifference[], labels: readonly string[]): string {
  if (config.length === 0) return 'The configs are the same.';
  return plainTable(
    ['config', ...labels],
    config.map(({ key, values }) => [key, ...values.map((each) => (each === null ? '-' : leaf(each.value)))]),
  );
}

function leaf(value: NonNullable<ConfigDifference['values'][number]>['value']): string {
  if (isList(value)) return value.length === 0 ? 'none' : value.map(String).join('\n');
  return value === null ? 'none' : String(value);
}

function pairSection(pair: Pair, { runs, bootstrap }: Comparison, palette: Palette): string {
  const [first] = runs;
  const { resamples, level, seed } = bootstrap;
  const labels = [first.label, pair.label];
  return [
    ...pair.warnings.map((warning) => `${palette.warning('warning:')} ${warning}`),
    `${pair.label} against ${first.label} on the same ${pair.clips} held-out clips; ${level * 100} % intervals of the` +
      ` difference by paired bootstrap (${resamples} resamples, seed ${seed}); * leaves out 0`,
    '',
    differenceTable('metric', pair.overall.length === 0 ? [pair.accuracy] : pair.overall, {
      labels,
      palette,
    }),
    ...classSection(labels, pair, palette),
    '',
    mcnemarLine(pair.mcnemar, first.label, pair.label),
  ].join('\n');
}

/** Recall by class, with what its clips say, and F1. */
function classSection(labels: readonly string[], pair: Pair, palette: Palette): readonly string[] {
  const [recall, f1] = ['recall', 'f1'].map((name) => pair.perClass.filter(({ metric }) => metric === name));
  const ofClass = ({ class: name = '' }: MetricDifference): readonly string[] => {
    const { clips, mcnemar } = pair.byClass[name];
    return [String(clips), mcnemar.p.toPrecision(2)];
  };
  const table = { labels, palette };
  return [
    ...(recall.length === 0
      ? []
      : [
          '',
          differenceTable('recall', recall, { ...table, further: ['clips', 'McNemar p'], cells: ofClass }),
        ]),
    ...(f1.length === 0 ? [] : ['', differenceTable('f1', f1, table)]),
  ];
}

function differenceTable(
  name: string,
  rows: readonly MetricDifference[],
  table: {
    readonly labels: readonly string[];
    readonly palette: Palette;
    readonly further?: readonly string[];
    readonly cells?: (row: MetricDifference) => readonly string[];
  },
): string {
  const { labels, palette, further = [], cells = () => [] } = table;
  return plainTable(
    [name, ...labels, 'difference', '', ...further, ''],
    rows.map((row) => {
      const [difference, interval, word] = change(row, palette);
      const figures = [figure(row.first), figure(row.second), difference, interval];
      return [row.class ?? row.metric, ...figures, ...cells(row), word];
    }),
    ['left', 'right', 'right', 'right', 'left', ...further.map(() => 'right' as const)],
  );
}

function change(row: MetricDifference, { good, bad }: Palette): readonly string[] {
  const { difference, low, high } = row;
  if (difference === null) return ['-', '', ''];
  const interval = low === null || high === null ? '' : `[${signed(low)}, ${signed(high)}]`;
  const way = wayOf(row);
  if (way === null) return [signed(difference), interval, ''];
  const paint = way === 'second' ? good : bad;
  return [paint(signed(difference)), interval, paint(way === 'second' ? '* better' : '* worse')];
}

function mcnemarLine(
  { onlyFirst, onlySecond, method, statistic, p }: McNemar,
  first: string,
  second: string,
): string {
  const by = statistic === null ? method : `${method}, ${statistic.toFixed(3)}`;
  return `McNemar's test: ${onlyFirst} clips right in ${first} only, ${onlySecond} in ${second} only; p = ${p.toPrecision(3)} (${by})`;
}

function curveSection({ runs }: Comparison, unicode: boolean): string {
  const curves = runs.flatMap(({ label, curve }) => (curve === null ? [] : [{ label, curve }]));
  const scale = sharedScale(curves.map(({ curve }) => curve.values));
  if (scale === null) return '';
  const [{ curve: first }] = curves;
  const lines = curves.map(({ label, curve: { values, best } }) => {
    const kept =
      best === null ? '' : `  ${figure(values[best - 1])} at epoch ${best} of ${values.length}, kept`;
    return `${label}  ${sparkline(values, scale, { width: CURVE_WIDTH, unicode })}${kept}`;
  });
  const range = `from ${figure(scale.low)} to ${figure(scale.high)}`;
  return [`validation ${first.metric} by epoch, ${range}:`, ...lines].join('\n');
}
