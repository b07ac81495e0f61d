import type { Key } from 'ink';
import type { Action, CollectionState } from './collectionState.js';

/** A key, as ink tells of it. */
export interface Pressed {
  readonly input: string;
  readonly key: Key;
}

/** Keys that were pressed quickly, or pasted, come as one text; this takes it apart. */
export function eachKey(input: string, key: Key): readonly Pressed[] {
  if (Array.from(input).length < 2) return [{ input, key }];
  return Array.from(input, (character) => {
    if (character === '\r' || character === '\n') return { input: '', key: { ...key, return: true } };
    if (character === '\u007f') return { input: '', key: { ...key, backspace: true } };
    return { input: character, key };
  });
}

/** What a key asks for; nothing where it has no meaning. */
export function keyAction({ input, key }: Pressed, { editing, help }: CollectionState): Action | null {
  if (key.ctrl) return input === 'c' ? { do: 'quit' } : null;
  if (key.escape) return { do: 'back' };
  if (editing !== null) return typing(input, key);
  if (help) return { do: 'help' };
  return specialKey(key) ?? LETTERS[input] ?? null;
}

function typing(input: string, key: Key): Action | null {
  if (key.return) return { do: 'accept' };
  if (key.backspace || key.delete) return { do: 'erase' };
  const text = input.replaceAll(/\p{Cc}/gu, '');
  return key.meta || text === '' ? null : { do: 'type', text };
}

/** More than any list has. */
const FAR = 1e9;

function specialKey(key: Key): Action | null {
  if (key.return) return { do: 'enter' };
  if (key.upArrow) return { do: 'move', by: -1 };
  if (key.downArrow) return { do: 'move', by: 1 };
  if (key.leftArrow) return { do: 'pan', by: 1 };
  if (key.rightArrow) return { do: 'pan', by: -1 };
  if (key.pageUp) return { do: 'page', by: -1 };
  if (key.pageDown) return { do: 'page', by: 1 };
  if (key.home) return { do: 'move', by: -FAR };
  if (key.end) return { do: 'move', by: FAR };
  return key.tab ? { do: 'panel' } : null;
}

const LETTERS: Readonly<Record<string, Action | undefined>> = {
  j: { do: 'move', by: 1 },
  k: { do: 'move', by: -1 },
  g: { do: 'move', by: -FAR },
  G: { do: 'move', by: FAR },
  p: { do: 'pin' },
  ' ': { do: 'pin' },
  P: { do: 'unpin-all' },
  o: { do: 'sort' },
  O: { do: 'reverse' },
  '/': { do: 'edit', field: 'filter' },
  m: { do: 'edit', field: 'metrics' },
  x: { do: 'axis' },
  '+': { do: 'zoom', by: 1 },
  '=': { do: 'zoom', by: 1 },
  '-': { do: 'zoom', by: -1 },
  '0': { do: 'newest' },
  n: { do: 'charts', by: 1 },
  N: { do: 'charts', by: -1 },
  '?': { do: 'help' },
  h: { do: 'help' },
  q: { do: 'quit' },
};
