import type { Action } from './collectionState.js';
import type { Area, Layout } from './layout.js';

const ESC = '\u001b';
/** Buttons and the wheel (1000), reported as `ESC [ < button ; column ; row M` (1006, SGR), which has no limit of size. */
export const MOUSE_ON = `${ESC}[?1000h${ESC}[?1006h`;
export const MOUSE_OFF = `${ESC}[?1006l${ESC}[?1000l`;

const REPORT = /^\[<(\d+);(\d+);(\d+)([Mm])$/;
const LEFT_BUTTON = 0;
const WHEEL_UP = 64;
const WHEEL_DOWN = 65;

/** Whether what ink heard is no key but the mouse. */
export function isMouse(input: string): boolean {
  return REPORT.test(input);
}

/** What the mouse asks for, or null: a click selects a run, the wheel moves through the list and zooms the charts. */
export function mouseAction(input: string, { list, charts }: Layout): Action | null {
  const report = REPORT.exec(input);
  if (report === null || report[4] === 'm') return null;
  const [button, column, row] = report.slice(1, 4).map(Number);
  const at = { left: column - 1, top: row - 1 };
  const wheel = button === WHEEL_UP ? -1 : button === WHEEL_DOWN ? 1 : 0;
  if (isWithin(at, list)) {
    if (wheel !== 0) return { do: 'move', by: wheel };
    // The first line holds the headings.
    const chosen = at.top - list.top - 1;
    return button === LEFT_BUTTON && chosen >= 0 ? { do: 'select', row: chosen } : null;
  }
  return charts !== null && wheel !== 0 && isWithin(at, charts) ? { do: 'zoom', by: -wheel } : null;
}

function isWithin(at: Pick<Area, 'left' | 'top'>, { left, top, width, height }: Area): boolean {
  return at.left >= left && at.left < left + width && at.top >= top && at.top < top + height;
}
