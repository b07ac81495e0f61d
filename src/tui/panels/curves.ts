import { metricSeries, type RunView } from '../../core/runs/runView.js';
import { legend, lineChart, type Series } from '../charts/lineChart.js';
import type { Theme } from '../theme.js';
import type { Panel } from './panel.js';

/** A metric over the epochs, in training and validation, with the epoch that is kept marked. */
export function curvePanel(
  view: RunView,
  metric: string,
  epochs: { readonly from: number; readonly to: number },
  theme: Theme,
): Panel {
  const { train, validation } = metricSeries(view, metric);
  const first = view.epochs.at(0)?.epoch ?? 1;
  const lines: readonly Series[] = [
    { name: 'validation', first, values: validation, ink: theme.validation, stroke: 'solid' },
    { name: 'train', first, values: train, ink: theme.train, stroke: 'dotted' },
  ];
  const series = lines.filter(({ values }) => values.some((value) => value !== null));
  const { bestEpoch } = view;
  const last = lines[0].values.at(-1) ?? null;
  const kept = view.epochs.findLast(({ epoch }) => epoch === bestEpoch)?.validation[metric] ?? null;
  const figures = [
    ...(last === null ? [] : [last.toFixed(3)]),
    ...(kept === null ? [] : [`best ${kept.toFixed(3)}`]),
  ];
  return {
    title:
      `${theme.strong(metric)} ${legend(series, theme.unicode)}${theme.faint(figures.length === 0 ? '' : `  ${figures.join(' ')}`)}`.trimEnd(),
    least: 4,
    most: Infinity,
    draw: (width, height) =>
      lineChart({
        series,
        width,
        height,
        ...epochs,
        xAxis: height >= 4,
        ...(bestEpoch !== null && { mark: { x: bestEpoch, label: `best ${bestEpoch}` } }),
        unicode: theme.unicode,
        faint: theme.faint,
      }),
  };
}
