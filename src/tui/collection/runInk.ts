import { inkOf } from '../charts/ink.js';
import { stableColour } from '../charts/palette.js';
import { plain, type Ink } from '../charts/ink.js';
import type { Theme } from '../theme.js';

/** How a run is told from the others, in the list, the legend and the charts. */
export interface RunMark {
  /** One character. */
  readonly tag: string;
  readonly ink: Ink;
  /** Of the charts' canvas; another for each mark. */
  readonly layer: number;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** The layer of the selected run where it is not pinned; no slot comes so far. */
const SELECTED_LAYER = 0x7fff;

/** A pinned run's letter and colour, which depend on its slot alone. */
export function pinMark(slot: number, { depth }: Theme): RunMark {
  return { tag: LETTERS[slot % LETTERS.length], ink: inkOf(stableColour(slot), depth), layer: slot };
}

/** The selected run's, where it is not pinned. */
export function selectedMark({ strong, unicode, depth }: Theme): RunMark {
  return { tag: unicode ? '●' : '>', ink: depth === 1 ? plain : strong, layer: SELECTED_LAYER };
}
