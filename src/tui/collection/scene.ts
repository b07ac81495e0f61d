import { emptyView } from '../../core/runs/runView.js';
import { shortenInked, widthOf } from '../charts/fit.js';
import { centred } from '../dialogs.js';
import { logPanel } from '../panels/log.js';
import { stack, type Panel } from '../panels/panel.js';
import type { Theme } from '../theme.js';
import { arrange, listedMetrics, sortKeys } from './arrange.js';
import { zoomMost } from './chartWindow.js';
import type { CollectionSnapshot } from './collection.js';
import { footerLine, headerLine, helpLines } from './collectionLines.js';
import {
  selectedIndex,
  selectedName,
  topRow,
  type CollectionState,
  type OnScreen,
} from './collectionState.js';
import { layoutFor, type Area, type Layout } from './layout.js';
import { chartPages, longestRun, metricCharts, type ChartedRun } from './metricCharts.js';
import type { RunEntry } from './runEntry.js';
import { pinMark, selectedMark, type RunMark } from './runInk.js';
import { runList } from './runList.js';
import { systemPanel } from './systemPanel.js';

/** What a scene is drawn on. */
export interface Stage {
  readonly columns: number;
  readonly rows: number;
  readonly theme: Theme;
  /** The folder of the runs, as it is shown. */
  readonly folder: string;
  /** In ms since 1970. */
  readonly now: number;
}

/** The screen at one moment, and what keys and the mouse must know of it. */
export interface Scene extends OnScreen {
  /** As many as the screen has rows. */
  readonly lines: readonly string[];
  readonly layout: Layout;
  /** The runs whose events are shown somewhere. */
  readonly attended: readonly string[];
}

/** Draws the collection. */
export function compose(state: CollectionState, snapshot: CollectionSnapshot, stage: Stage): Scene {
  const { columns, rows, theme, folder, now } = stage;
  const metrics = listedMetrics(snapshot.entries, state.metrics);
  const listed = arrange(snapshot.entries, state);
  const names = listed.map(({ name }) => name);
  const selected = selectedName(state, names);
  const layout = layoutFor(columns, rows, listed.length, state.panel);
  const { list, charts } = layout;
  const listRows = Math.max(1, list.height - 1);
  const top = topRow(state, selectedIndex(state, names), listRows, names.length);
  const marks = marksOf(state, selected, theme);
  const entry = listed.find(({ name }) => name === selected) ?? null;
  const charted = chartedRuns(snapshot.entries, marks, selected);
  const deepest = zoomMost(longestRun(charted));
  const choice = { ...state, runs: charted, zoom: Math.min(state.zoom, deepest) };
  const runs = { ...state, entries: listed, selected, top, marks, metrics, now };
  const body = place(
    [
      {
        area: list,
        lines:
          listed.length === 0 ? [noRuns(state, snapshot)] : runList(runs, list.width, list.height, theme),
      },
      ...panelPart(charts, (width) => metricCharts(choice, width, theme), theme),
      ...panelPart(layout.log, () => logPanel(entry?.history?.view ?? emptyView, 0, theme), theme),
      ...panelPart(layout.system, () => systemPanel(entry, theme), theme),
    ],
    Math.max(1, rows - 2),
  );
  const lines = [
    headerLine(state, snapshot, listed.length, folder, columns, theme),
    ...(state.help ? filled(centred(helpLines(theme), columns, body.length), body.length) : body),
    footerLine({ ...state, entries: snapshot.entries.length }, entry, layout.inTurn, columns, theme),
  ];
  return {
    lines: lines.slice(0, rows).map((line) => shortenInked(line, columns, theme.unicode)),
    layout,
    names,
    rows: listRows,
    top,
    sortKeys: sortKeys(metrics),
    chartPages: charts === null ? 1 : chartPages(choice, charts.width, charts.height - 1),
    zoomMost: deepest,
    attended: attendedBy(state, names.slice(top, top + listRows), marks),
  };
}

/** Pinned runs keep their marks; the selected one has one too. */
function marksOf(
  { pins }: CollectionState,
  selected: string | null,
  theme: Theme,
): ReadonlyMap<string, RunMark> {
  const marks = new Map<string, RunMark>();
  if (selected !== null) marks.set(selected, selectedMark(theme));
  for (const [name, slot] of pins) marks.set(name, pinMark(slot, theme));
  return marks;
}

/** In the order of their slots, the selected one on top. */
function chartedRuns(
  entries: readonly RunEntry[],
  marks: ReadonlyMap<string, RunMark>,
  selected: string | null,
): readonly ChartedRun[] {
  const charted = entries.flatMap((entry) => {
    const mark = marks.get(entry.name);
    return mark === undefined ? [] : [{ entry, mark }];
  });
  const height = ({ entry, mark }: ChartedRun): number => (entry.name === selected ? Infinity : -mark.layer);
  return charted.sort((a, b) => height(a) - height(b));
}

function attendedBy(
  { entered }: CollectionState,
  inView: readonly string[],
  marks: ReadonlyMap<string, RunMark>,
): readonly string[] {
  return [...new Set([...inView, ...marks.keys(), ...(entered === null ? [] : [entered])])];
}

function noRuns({ filter }: CollectionState, { entries, complete }: CollectionSnapshot): string {
  if (entries.length > 0) return `No run fits '${filter}'.`;
  return complete ? 'There is no run yet; the first one appears here by itself.' : 'Looking for runs.';
}

interface Part {
  readonly area: Area;
  readonly lines: readonly string[];
}

function panelPart(area: Area | null, panel: (width: number) => Panel, theme: Theme): readonly Part[] {
  return area === null ? [] : [{ area, lines: stack([panel(area.width)], area.width, area.height, theme) }];
}

/** Puts parts that do not overlap on the lines from the second of the screen on. */
function place(parts: readonly Part[], height: number): readonly string[] {
  const fromLeft = [...parts].sort((a, b) => a.area.left - b.area.left);
  return Array.from({ length: height }, (_, index) => {
    let line = '';
    for (const { area, lines } of fromLeft) {
      const text = lines.at(index + 1 - area.top);
      if (text === undefined || index + 1 < area.top) continue;
      line += ' '.repeat(Math.max(0, area.left - widthOf(line))) + text;
    }
    return line;
  });
}

function filled(lines: readonly string[], height: number): readonly string[] {
  return Array.from({ length: height }, (_, index) => lines.at(index) ?? '');
}
