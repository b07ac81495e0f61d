import type { RunView } from '../core/runs/runView.js';
import { shortenInked, widthOf } from './charts/fit.js';
import { centred, helpLines, quitLines } from './dialogs.js';
import { footerLine, headerLine, systemLine, tabsLine } from './panels/lines.js';
import type { ScreenState } from './screenState.js';
import type { Theme } from './theme.js';
import { drawView, GAP, type Column } from './views.js';

/** What the screen of a run shows at one moment. */
export interface FrameContents {
  readonly view: RunView;
  readonly state: ScreenState;
  /** Whether there is a run that can be asked for something. */
  readonly controllable: boolean;
  readonly theme: Theme;
  /** Of the terminal. */
  readonly columns: number;
  readonly rows: number;
}

/** Lines that are always there: header, tabs, system and footer. */
const OWN_LINES = 4;

/** The screen of a run at one moment, in `rows` lines of at most `columns` columns. */
export function frameText(contents: FrameContents): string {
  const { view, state, controllable, theme, columns, rows } = contents;
  const height = Math.max(0, rows - OWN_LINES);
  const lines = [
    headerLine(view, columns, theme),
    tabsLine(state, columns, theme),
    ...beside(body(contents, height), height),
    systemLine(view, columns, theme),
    footerLine(state, view, controllable, columns, theme),
  ];
  return lines
    .slice(0, rows)
    .map((line) => shortenInked(line, columns, theme.unicode))
    .join('\n');
}

function body({ view, state, theme, columns }: FrameContents, height: number): readonly Column[] {
  if (state.dialog === null) return drawView(view, state, columns, height, theme);
  const lines = state.dialog === 'help' ? helpLines(theme) : quitLines(theme);
  return [{ width: columns, lines: centred(lines, columns, height) }];
}

/** Puts columns beside each other in `height` lines. */
function beside(columns: readonly Column[], height: number): readonly string[] {
  return Array.from({ length: height }, (_, row) =>
    columns
      .map(({ width, lines }, index) => {
        const line = lines.at(row) ?? '';
        const last = index === columns.length - 1;
        return last ? line : line + ' '.repeat(Math.max(0, width - widthOf(line)) + GAP);
      })
      .join(''),
  );
}
