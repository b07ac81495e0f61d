import { metricNames, metricSeries, type RunView } from '../../core/runs/runView.js';
import { matcher } from './pattern.js';
import type { Point } from './polyline.js';

/** What an x of the charts is. */
export type XAxis = 'epochs' | 'time';

/** What charts begin with; the other metrics follow in the order of the evaluators. */
const FIRST = ['loss', 'accuracy', 'uar', 'f1.macro'];
const LEARNING_RATE = 'learning-rate';

/** The charts that runs have: `val/loss`, `train/loss`, …, `learning-rate`; those that fit what was typed. */
export function chartNames(views: readonly RunView[], typed: string): readonly string[] {
  const measured = new Set(views.flatMap((view) => metricNames(view)));
  const metrics = [...new Set([...FIRST, ...measured])].filter((metric) => measured.has(metric));
  const named = metrics.flatMap((metric) => [`val/${metric}`, `train/${metric}`]);
  const all = measured.size === 0 ? [] : [...named, LEARNING_RATE];
  return all
    .filter((name) => views.some((view) => valuesOf(view, name).some((value) => value !== null)))
    .filter(matcher(typed));
}

/** A run's line in a chart, a point an epoch: by the epoch's number, or by the training time at its end, in s. */
export function pointsOf(view: RunView, name: string, axis: XAxis): readonly Point[] {
  const values = valuesOf(view, name);
  let elapsed = 0;
  return view.epochs.map(({ epoch, seconds }, index) => {
    elapsed += seconds;
    return { x: axis === 'epochs' ? epoch : elapsed, y: values[index] };
  });
}

/** The x of a run's first and last epoch; null before there is one. */
export function extentOf(view: RunView, axis: XAxis): { readonly from: number; readonly to: number } | null {
  const points = pointsOf(view, LEARNING_RATE, axis);
  const last = points.at(-1);
  return last === undefined ? null : { from: axis === 'epochs' ? points[0].x : 0, to: last.x };
}

function valuesOf(view: RunView, name: string): readonly (number | null)[] {
  if (name === LEARNING_RATE) return view.epochs.map(({ learningRate }) => learningRate);
  const series = metricSeries(view, name.slice(name.indexOf('/') + 1));
  return name.startsWith('val/') ? series.validation : series.train;
}
