/** A part of the screen, in characters; `left` and `top` count from 0. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where things stand between the first line and the last. A part for which there is no room is null. */
export interface Layout {
  readonly list: Area;
  readonly charts: Area | null;
  readonly log: Area | null;
  readonly system: Area | null;
  /** Whether charts, log and system have one place, and a key changes which of them is there. */
  readonly inTurn: boolean;
}

/** Columns between two parts. */
const GAP = 2;
const WIDE = 140;
const LIST_LEAST = 56;
const LIST_MOST = 90;
/** Lines from which the log and the system stand below the charts on a wide screen. */
const HIGH = 28;
/** Lines of a part in turn, below which there is the list only. */
const PART_LEAST = 4;
const LIST_LINES_LEAST = 4;

/** Parts of a screen of this size; `runs` is the length of the list. */
export function layoutFor(
  columns: number,
  rows: number,
  runs: number,
  panel: 'charts' | 'log' | 'system',
): Layout {
  const body = { left: 0, top: 1, width: columns, height: Math.max(1, rows - 2) };
  return columns >= WIDE && rows >= HIGH ? sideBySide(body) : stacked(body, runs, panel);
}

function sideBySide(body: Area): Layout {
  const listWidth = Math.max(LIST_LEAST, Math.min(LIST_MOST, Math.round(body.width * 0.45)));
  const right = { ...body, left: listWidth + GAP, width: body.width - listWidth - GAP };
  const lower = Math.max(8, Math.round(body.height * 0.3));
  const charts = { ...right, height: body.height - lower };
  const below = { ...right, top: charts.top + charts.height, height: lower };
  const logWidth = Math.floor((below.width - GAP) * 0.6);
  return {
    list: { ...body, width: listWidth },
    charts,
    log: { ...below, width: logWidth },
    system: { ...below, left: below.left + logWidth + GAP, width: below.width - logWidth - GAP },
    inTurn: false,
  };
}

/** The list takes what its runs need, up to two fifths; at least the headings and three runs. */
function stacked(body: Area, runs: number, panel: 'charts' | 'log' | 'system'): Layout {
  const wanted = Math.max(LIST_LINES_LEAST, Math.min(runs + 1, Math.round(body.height * 0.4)));
  const left = body.height - wanted;
  const list = { ...body, height: left < PART_LEAST ? body.height : wanted };
  const part = left < PART_LEAST ? null : { ...body, top: body.top + wanted, height: left };
  const shown = (name: typeof panel): Area | null => (name === panel ? part : null);
  return { list, charts: shown('charts'), log: shown('log'), system: shown('system'), inTurn: true };
}
