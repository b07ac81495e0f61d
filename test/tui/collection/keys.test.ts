import type { Key } from 'ink';
import { describe, expect, it } from 'vitest';
import { firstState } from '../../../src/tui/collection/collectionState.js';
import { eachKey, keyAction, type Pressed } from '../../../src/tui/collection/keys.js';
import { layoutFor } from '../../../src/tui/collection/layout.js';
import { isMouse, mouseAction } from '../../../src/tui/collection/mouse.js';

const NO_KEY: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};
const editing = { ...firstState, editing: { field: 'filter', before: '' } as const };

function pressed(input: string, key: Partial<Key> = {}): Pressed {
  return { input, key: { ...NO_KEY, ...key } };
}

describe('keys', () => {
  it('that come together are taken one after the other', () => {
    expect(eachKey('j/\u007f\r', NO_KEY)).toEqual([
      pressed('j'),
      pressed('/'),
      pressed('', { backspace: true }),
      pressed('', { return: true }),
    ]);
    expect(eachKey('', { ...NO_KEY, upArrow: true })).toEqual([pressed('', { upArrow: true })]);
  });

  it('have their meaning in the list', () => {
    expect(keyAction(pressed('j'), firstState)).toEqual({ do: 'move', by: 1 });
    expect(keyAction(pressed('', { leftArrow: true }), firstState)).toEqual({ do: 'pan', by: 1 });
    expect(keyAction(pressed('m'), firstState)).toEqual({ do: 'edit', field: 'metrics' });
    expect(keyAction(pressed('q'), firstState)).toEqual({ do: 'quit' });
  });

  it('are text while something is typed, but for those that end it', () => {
    expect(keyAction(pressed('q'), editing)).toEqual({ do: 'type', text: 'q' });
    expect(keyAction(pressed('', { backspace: true }), editing)).toEqual({ do: 'erase' });
    expect(keyAction(pressed('', { return: true }), editing)).toEqual({ do: 'accept' });
    expect(keyAction(pressed('', { escape: true }), editing)).toEqual({ do: 'back' });
    expect(keyAction(pressed('c', { ctrl: true }), editing)).toEqual({ do: 'quit' });
    expect(keyAction(pressed('', { upArrow: true }), editing)).toBeNull();
  });

  it('close the help, whichever', () => {
    expect(keyAction(pressed('j'), { ...firstState, help: true })).toEqual({ do: 'help' });
  });

  it('without a meaning do nothing', () => {
    expect(keyAction(pressed('ü'), firstState)).toBeNull();
    expect(keyAction(pressed('z', { ctrl: true }), firstState)).toBeNull();
  });
});

describe('the mouse', () => {
  const layout = layoutFor(80, 24, 6, 'charts');

  it('selects the run that is clicked on, and nothing on the headings', () => {
    expect(mouseAction('[<0;10;3M', layout)).toEqual({ do: 'select', row: 0 });
    expect(mouseAction('[<0;10;5M', layout)).toEqual({ do: 'select', row: 2 });
    expect(mouseAction('[<0;10;2M', layout)).toBeNull();
    expect(mouseAction('[<0;10;5m', layout)).toBeNull();
    expect(mouseAction('[<2;10;5M', layout)).toBeNull();
  });

  it('moves through the list by its wheel, and zooms the charts', () => {
    expect(mouseAction('[<65;10;5M', layout)).toEqual({ do: 'move', by: 1 });
    expect(mouseAction('[<64;10;5M', layout)).toEqual({ do: 'move', by: -1 });
    expect(mouseAction('[<64;10;15M', layout)).toEqual({ do: 'zoom', by: 1 });
    expect(mouseAction('[<65;10;15M', layout)).toEqual({ do: 'zoom', by: -1 });
  });

  it('is told from keys', () => {
    expect(isMouse('[<0;10;3M')).toBe(true);
    expect(isMouse('M')).toBe(false);
  });
});
