import { megabytes } from '../../core/text/figures.js';
import { shorten } from '../charts/fit.js';
import type { Panel } from '../panels/panel.js';
import type { Theme } from '../theme.js';
import { drawGrid, gridFor, type TitledChart } from './chartGrid.js';
import { timeUnit } from './metricCharts.js';
import type { RunEntry, SystemSample } from './runEntry.js';
import { selectedMark } from './runInk.js';

const LEAST = { width: 30, height: 4 };
/** Below this a chart has no room for its x axis. */
const AXIS_HEIGHT = 5;

interface Measure {
  readonly name: string;
  readonly of: (sample: SystemSample) => number | null;
  readonly now: (value: number) => string;
}

const MEASURES: readonly Measure[] = [
  {
    name: 'memory, MB',
    of: ({ rssBytes }) => rssBytes && rssBytes / 1e6,
    now: (value) => megabytes(value * 1e6),
  },
  { name: 'processor, %', of: ({ cpuPercent }) => cpuPercent, now: (value) => `cpu ${Math.round(value)} %` },
  {
    name: 'clips a second',
    of: ({ rowsPerSecond }) => rowsPerSecond,
    now: (value) => `${Math.round(value)} clips/s`,
  },
];

/** Memory, processor and speed of a run's process since it began. */
export function systemPanel(entry: RunEntry | null, theme: Theme): Panel {
  const samples = entry?.history?.system ?? [];
  const measures = MEASURES.filter(({ of }) => samples.some((sample) => of(sample) !== null));
  const latest = samples.at(-1);
  const figures = measures.flatMap(({ of, now }) => {
    const value = latest === undefined ? null : of(latest);
    return value === null ? [] : [now(value)];
  });
  return {
    title: theme.strong('system') + theme.faint(figures.map((figure) => `, ${figure}`).join('')),
    least: 2,
    most: Infinity,
    draw: (width, height) => {
      if (measures.length === 0) return [theme.faint(shorten('nothing was measured', width, theme.unicode))];
      const grid = gridFor(width, height, measures.length, LEAST);
      const charts = measures.map((measure) =>
        chartOf(measure, samples, Math.min(...grid.heights) >= AXIS_HEIGHT, theme),
      );
      return drawGrid(charts, grid, theme);
    },
  };
}

function chartOf(
  { name, of }: Measure,
  samples: readonly SystemSample[],
  axis: boolean,
  theme: Theme,
): TitledChart {
  const last = samples.at(-1)?.seconds ?? 0;
  const unit = timeUnit(last);
  const points = samples
    .map((sample) => ({ x: sample.seconds / unit.seconds, y: of(sample) }))
    .filter(({ y }) => y !== null);
  const line = { ...selectedMark(theme), points };
  const title = axis ? name : `${name} (${unit.name})`;
  return {
    title,
    lines: [line],
    from: 0,
    to: last / unit.seconds,
    wholeX: false,
    unit: axis ? unit.name : '',
  };
}
