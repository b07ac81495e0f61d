import type { Key } from 'ink';
import type { ControlRequest } from '../../core/runs/control.js';
import type { RunView } from '../../core/runs/runView.js';
import { press, type ScreenState } from '../screenState.js';

/** What came of a key on the screen of a run that was entered from the collection. */
export interface EnteredKey {
  readonly state: ScreenState;
  /** What is asked of the run. */
  readonly request: ControlRequest | null;
  /** Back to the collection, or out of it. */
  readonly leave: 'back' | 'quit' | null;
}

/** The run's own keys; beside them Esc goes back where it has nothing to take back, and Ctrl-C touches no run. */
export function pressEntered(state: ScreenState, view: RunView, input: string, key: Key): EnteredKey {
  if (key.ctrl && input === 'c') return { state, request: null, leave: 'quit' };
  if (key.escape && hasNothingToTakeBack(state)) return { state, request: null, leave: 'back' };
  const pressed = press(state, view, true, input, key);
  const { effect } = pressed;
  if (effect === null) return { state: pressed.state, request: null, leave: null };
  if (effect === 'leave' || effect === 'abort') return { state: pressed.state, request: null, leave: 'back' };
  return { state: pressed.state, request: effect, leave: null };
}

function hasNothingToTakeBack({ dialog, typingFilter, filter, zoom, lastShown }: ScreenState): boolean {
  return dialog === null && !typingFilter && filter === '' && zoom === 0 && lastShown === null;
}
