import { describe, expect, it } from 'vitest';
import {
  act,
  firstState,
  selectedName,
  type Action,
  type CollectionState,
  type OnScreen,
} from '../../../src/tui/collection/collectionState.js';

const on: OnScreen = {
  names: ['a', 'b', 'c', 'd', 'e'],
  rows: 3,
  top: 0,
  sortKeys: ['newest', 'name', 'accuracy'],
  chartPages: 2,
  zoomMost: 2,
};

function after(...actions: readonly Action[]): CollectionState {
  return actions.reduce((state, action) => act(state, action, { ...on, top: state.top }), firstState);
}

const down: Action = { do: 'move', by: 1 };
const pin: Action = { do: 'pin' };

describe('the selection', () => {
  it('follows the first run of the list until it is moved, and a run by its name then', () => {
    expect(selectedName(firstState, ['z', 'a'])).toBe('z');
    expect(selectedName(after(down), ['z', 'a', 'b'])).toBe('b');
  });

  it('stays within the list, and the list scrolls with it', () => {
    expect(after({ do: 'move', by: -4 }).selected).toBe('a');
    const far = after({ do: 'move', by: 1e9 });
    expect([far.selected, far.top]).toEqual(['e', 2]);
    expect(after(down, down, down).top).toBe(1);
    expect(after(down, down, down, { do: 'page', by: -1 })).toMatchObject({ selected: 'b', top: 1 });
  });

  it('goes to the row that is clicked on, counted from the first in view', () => {
    expect(after({ do: 'move', by: 1e9 }, { do: 'select', row: 0 }).selected).toBe('c');
  });

  it('is none in an empty list', () => {
    expect(act(firstState, down, { ...on, names: [] }).selected).toBeNull();
    expect(act(firstState, { do: 'enter' }, { ...on, names: [] }).entered).toBeNull();
    expect(act(firstState, pin, { ...on, names: [] }).pins.size).toBe(0);
  });
});

describe('pins', () => {
  it('give each run a slot that it keeps, and a new one the first that is free', () => {
    const three = after(pin, down, pin, down, pin);
    expect(Object.fromEntries(three.pins)).toEqual({ a: 0, b: 1, c: 2 });
    const without = after(pin, down, pin, down, pin, { do: 'move', by: -1 }, pin);
    expect(Object.fromEntries(without.pins)).toEqual({ a: 0, c: 2 });
    const again = after(pin, down, pin, down, pin, { do: 'move', by: -1 }, pin, { do: 'move', by: 2 }, pin);
    expect(Object.fromEntries(again.pins)).toEqual({ a: 0, c: 2, d: 1 });
    expect(after(pin, down, pin, { do: 'unpin-all' }).pins.size).toBe(0);
  });
});

describe('typing', () => {
  it('changes the field as it goes; escape takes it back, enter keeps it', () => {
    const typed: Action[] = [
      { do: 'edit', field: 'metrics' },
      { do: 'type', text: 'lo' },
      { do: 'type', text: 'st' },
      { do: 'erase' },
    ];
    expect(after(...typed)).toMatchObject({ metrics: 'los', editing: { before: '' } });
    expect(after(...typed, { do: 'accept' })).toMatchObject({ metrics: 'los', editing: null });
    expect(after(...typed, { do: 'back' })).toMatchObject({ metrics: '', editing: null });
    expect(after(...typed, { do: 'accept' }, { do: 'back' })).toMatchObject({ metrics: '' });
    expect(after({ do: 'type', text: 'x' })).toEqual(firstState);
  });
});

describe('charts', () => {
  it('zoom as far as there are epochs, and pan as far as there is something', () => {
    const zoom = (by: number): Action => ({ do: 'zoom', by });
    const pan = (by: number): Action => ({ do: 'pan', by });
    expect(after(zoom(1), zoom(1), zoom(1)).zoom).toBe(2);
    expect(after(pan(1)).pan).toBe(0);
    expect(after(zoom(1), pan(1), pan(1)).pan).toBe(2);
    expect(after(zoom(1), pan(9)).pan).toBe(4);
    expect(after(zoom(1), pan(2), { do: 'newest' })).toMatchObject({ zoom: 0, pan: 0 });
    expect(after(zoom(1), pan(2), zoom(-1))).toMatchObject({ zoom: 0, pan: 0 });
  });

  it('turn pages, sorting, axis and panel round', () => {
    expect(after({ do: 'charts', by: 1 }, { do: 'charts', by: 1 }).page).toBe(1);
    expect(after({ do: 'sort' }, { do: 'sort' }).sort).toBe('accuracy');
    expect(after({ do: 'sort' }, { do: 'sort' }, { do: 'sort' }).sort).toBe('newest');
    expect(after({ do: 'reverse' }, { do: 'sort' }).reversed).toBe(false);
    expect(after({ do: 'axis' }).axis).toBe('time');
    expect(after({ do: 'panel' }, { do: 'panel' }, { do: 'panel' }).panel).toBe('charts');
  });
});

it('a notice stays until the next key', () => {
  expect(after({ do: 'notice', text: 'no' }).notice).toBe('no');
  expect(after({ do: 'notice', text: 'no' }, down).notice).toBe('');
});

it('a run is entered and left, and selected then', () => {
  expect(after(down, { do: 'enter' }).entered).toBe('b');
  expect(after(down, { do: 'enter' }, { do: 'leave' })).toMatchObject({ entered: null, selected: 'b' });
});
