import { checksOf } from '../../core/runs/gateChecks.js';
import type { RunView } from '../../core/runs/runView.js';
import { bar } from '../charts/bar.js';
import { fit, widthOf } from '../charts/fit.js';
import { heatMap } from '../charts/heatMap.js';
import type { Theme } from '../theme.js';
import type { Panel } from './panel.js';

const NAME_MOST = 12;
const VALUE_WIDTH = 6;
/** Rows of a confusion matrix at most. */
const MATRIX_MOST = 24;

/** What is known of the classes: of the held-out part where it was evaluated, else of the newest epoch. */
interface ClassFigures {
  readonly perClass: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly confusion: readonly (readonly number[])[];
  readonly of: string;
}

/** A metric of each class as a bar, with the gate's threshold marked where it has one. */
export function classBarsPanel(view: RunView, metric: string, theme: Theme): Panel {
  const figures = classFigures(view);
  const values = figures?.perClass[metric] ?? {};
  const { classes } = view;
  const nameWidth = Math.min(NAME_MOST, Math.max(0, ...classes.map(widthOf)));
  const limits = new Map(
    checksOf(view)
      .filter((check) => check.metric === metric && check.class !== null)
      .map((check) => [check.class, check.limit]),
  );
  const line = (name: string, width: number): string => {
    const value = values[name] ?? null;
    const ink = theme.ofClass(name);
    const room = Math.max(1, width - nameWidth - VALUE_WIDTH - 1);
    const number = value === null ? ' -' : ` ${value.toFixed(3)}`;
    return (
      ink(
        `${fit(name, nameWidth, theme.unicode)} ${bar(value ?? 0, room, theme.unicode, limits.get(name))}`,
      ) + number
    );
  };
  return {
    title: theme.strong(metric) + theme.faint(figures === null ? '' : `, ${figures.of}`),
    least: Math.min(3, classes.length),
    most: classes.length,
    draw: (width, height) => {
      if (classes.length <= height) return classes.map((name) => line(name, width));
      // Where not all fit, the worst are what is to be seen.
      const worst = [...classes].sort((a, b) => (values[a] ?? -1) - (values[b] ?? -1)).slice(0, height - 1);
      const others = theme.faint(`and ${classes.length - worst.length} better classes`);
      return [...worst.map((name) => line(name, width)), others];
    },
  };
}

/** Rows by true and predicted class, in percent of the true class. */
export function confusionPanel(view: RunView, theme: Theme): Panel {
  const figures = classFigures(view);
  const { classes } = view;
  const { depth, unicode } = theme;
  const named = classes.map((name) => ({ name, ink: theme.ofClass(name) }));
  const cells = (figures?.confusion ?? []).map((row) => {
    const total = row.reduce((sum, value) => sum + value, 0);
    return row.map((value) => {
      const heat = total === 0 ? 0 : value / total;
      return { text: value === 0 ? (unicode ? '·' : '.') : String(Math.round(heat * 100)), heat };
    });
  });
  return {
    title:
      theme.strong('confusion, %') +
      theme.faint(figures === null ? '' : `, ${figures.of}: rows true, columns predicted`),
    least: Math.min(4, classes.length + 1),
    most: Math.min(MATRIX_MOST, classes.length + 1),
    draw: (width) =>
      cells.length === 0
        ? [theme.faint('after the first epoch')]
        : heatMap({ rows: named, columns: named, cells, width, depth, unicode }),
  };
}

/** The metrics that are known by class. */
export function classMetrics(view: RunView): readonly string[] {
  return Object.keys(classFigures(view)?.perClass ?? {});
}

function classFigures({ evaluated, epochs }: RunView): ClassFigures | null {
  const test = evaluated['test'];
  if (test?.perClass !== undefined) {
    return { perClass: test.perClass, confusion: test.confusion ?? [], of: 'held-out part' };
  }
  const last = epochs.at(-1);
  if (last === undefined) return null;
  const { recall, perClass, confusion, epoch } = last;
  return { perClass: { recall, ...perClass }, confusion, of: `epoch ${epoch}` };
}
