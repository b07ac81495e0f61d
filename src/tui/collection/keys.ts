import type { Key } from 'ink';
import type { Action, CollectionState } from './collectionState.js';

/** What a key asks for; text that was pasted or typed quickly comes as one. */
export function keyActions(input: string, key: Key, { editing, help }: CollectionState): readonly Action[] {
  if (key.ctrl) return input === 'c' ? [{ do: 'quit' }] : [];
  if (key.escape) return [{ do: 'back' }];
  if (editing !== null) return typing(input, key);
  if (help) return [{ do: 'help' }];
  const special = specialKey(key);
  if (special !== null) return [special];
  return letters(input);
}

/** What comes after a key that opens a field is typed into it. */
function letters(input: string): readonly Action[] {
  const actions: Action[] = [];
  for (const [index, character] of Array.from(input).entries()) {
    const action = LETTERS[character];
    if (action === undefined) continue;
    actions.push(action);
    const rest = input.slice(index + 1);
    if (action.do === 'edit') return rest === '' ? actions : [...actions, { do: 'type', text: rest }];
  }
  return actions;
}

function typing(input: string, key: Key): readonly Action[] {
  if (key.return) return [{ do: 'accept' }];
  if (key.backspace || key.delete) return [{ do: 'erase' }];
  const text = input.replaceAll(/\p{Cc}/gu, '');
  return key.meta || text === '' ? [] : [{ do: 'type', text }];
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
