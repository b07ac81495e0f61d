import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runsOnDisk } from '../../../src/tui/collection/runSource.js';
import { Collection, type CollectionSnapshot } from '../../../src/tui/collection/collection.js';
import {
  act,
  firstState,
  type Action,
  type CollectionState,
} from '../../../src/tui/collection/collectionState.js';
import { compose, type Scene } from '../../../src/tui/collection/scene.js';
import { widthOf } from '../../../src/tui/charts/fit.js';
import type { Terminal } from '../../../src/tui/terminal.js';
import { themeFor } from '../../../src/tui/theme.js';
import { NOW, OLDER, PASSED, RUNNING, RUNS, settled, STOPPED, STRICT } from './support.js';

const PLAIN: Terminal = { depth: 1, unicode: true, light: false };
const ASCII: Terminal = { depth: 1, unicode: false, light: false };
const COLOURED: Terminal = { depth: 24, unicode: true, light: false };

const snapshot = await readAll();
const pin: Action = { do: 'pin' };
const down: Action = { do: 'move', by: 1 };

/** All recorded runs, with their events. */
async function readAll(): Promise<CollectionSnapshot> {
  const collection = new Collection(runsOnDisk(relative('', RUNS)), { look: 50, tell: 5 });
  await settled(collection, ({ complete }) => complete);
  collection.attend([OLDER, PASSED, STRICT, STOPPED, RUNNING]);
  const epochs = (found: CollectionSnapshot): number[] =>
    found.entries.map(({ history }) => history?.view.epochs.length ?? 0);
  const found = await settled(collection, (each) => epochs(each).join(' ') === '0 8 10 8 3 4');
  collection.close();
  return found;
}

function scene(
  actions: readonly Action[],
  { columns = 80, rows = 24, kind = PLAIN, of = snapshot } = {},
): Scene & { readonly state: CollectionState } {
  const stage = { columns, rows, theme: themeFor(kind), folder: 'runs', now: NOW };
  const state = actions.reduce(
    (before, action) => act(before, action, compose(before, of, stage)),
    firstState,
  );
  return { ...compose(state, of, stage), state };
}

function text({ lines }: Scene): string {
  return lines.map((line) => line.trimEnd()).join('\n');
}

const MOMENTS: Readonly<Record<string, readonly Action[]>> = {
  first: [],
  pinned: [pin, down, down, pin, down, pin],
  log: [down, { do: 'panel' }],
  system: [down, { do: 'panel' }, { do: 'panel' }],
  filtered: [
    { do: 'edit', field: 'filter' },
    { do: 'type', text: 'finished passed' },
    { do: 'accept' },
    { do: 'edit', field: 'metrics' },
    { do: 'type', text: 'f1' },
  ],
  damaged: [{ do: 'move', by: 99 }],
  help: [{ do: 'help' }],
};

describe('the collection, as it is seen', () => {
  for (const [moment, actions] of Object.entries(MOMENTS)) {
    it(`${moment}, 80x24`, async () => {
      await expect(text(scene(actions))).toMatchFileSnapshot(`frames/${moment}-80x24.txt`);
    });
  }

  it('pinned, 200x60', async () => {
    const shown = scene(MOMENTS['pinned'] ?? [], { columns: 200, rows: 60 });
    await expect(text(shown)).toMatchFileSnapshot('frames/pinned-200x60.txt');
  });

  it('pinned, 50x20', async () => {
    const shown = scene(MOMENTS['pinned'] ?? [], { columns: 50, rows: 20 });
    await expect(text(shown)).toMatchFileSnapshot('frames/pinned-50x20.txt');
  });

  it('pinned, in ASCII', async () => {
    const shown = text(scene(MOMENTS['pinned'] ?? [], { kind: ASCII }));
    expect(shown).toMatch(/^[\n -~]*$/);
    await expect(shown).toMatchFileSnapshot('frames/pinned-ascii-80x24.txt');
  });

  it('has the same text with colours and without', () => {
    for (const actions of Object.values(MOMENTS)) {
      const coloured = text(scene(actions, { kind: COLOURED }));
      expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, '').replaceAll(/ +$/gm, '')).toBe(text(scene(actions)));
    }
    expect(text(scene([]))).not.toContain('\u001b');
  });

  it('fits screens of any size', () => {
    for (const columns of [10, 20, 39, 60, 80, 119, 140, 141, 250]) {
      for (const rows of [3, 6, 10, 24, 28, 29, 80]) {
        for (const actions of Object.values(MOMENTS)) {
          const { lines } = scene(actions, { columns, rows });
          expect(lines).toHaveLength(rows);
          expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
        }
      }
    }
  });
});

describe('a pinned run', () => {
  const blue = '\u001b[38;2;86;180;233m';

  it('keeps its letter and colour in list, legend and charts, whatever else is pinned or sorted', () => {
    const shown = scene([pin, down, pin, { do: 'sort' }, { do: 'move', by: -9 }], { kind: COLOURED });
    expect(shown.lines.some((line) => line.includes(`${blue}A`) && line.includes('5f00d1e5'))).toBe(true);
    const later = scene([pin, down, pin, { do: 'move', by: -1 }, pin, down, down, pin], { kind: COLOURED });
    expect(later.lines.some((line) => line.includes(`${blue}A`) && line.includes('a8194470'))).toBe(true);
    expect(later.lines.some((line) => line.includes('B\u001b[39m') && line.includes('a0ee7b6b'))).toBe(true);
  });
});

describe('the charts', () => {
  const zoomed: readonly Action[] = [down, down, down, { do: 'zoom', by: 1 }];
  const axes = (shown: Scene): string[] => shown.lines.filter((line) => /[└].*─ (?:epoch|s)/.test(line));

  it('keep the newest epoch in view when zoomed, and go back when panned', () => {
    expect(axes(scene([down, down, down]))[0]).toMatch(/└1─+5─+ epoch/);
    const newest = axes(scene(zoomed))[0];
    expect(newest).toMatch(/└─*6/);
    expect(newest).not.toMatch(/└─*1─/);
    expect(axes(scene([...zoomed, { do: 'pan', by: 4 }]))[0]).toMatch(/└1/);
    expect(axes(scene([...zoomed, { do: 'newest' }]))[0]).toMatch(/└1/);
  });

  it('go along the training time instead of the epochs', () => {
    const [axis] = axes(scene([down, down, down, { do: 'axis' }]));
    expect(axis).toMatch(/└0─+.*─ s/);
  });
});

describe('what is attended to', () => {
  it('is in view, selected or pinned', () => {
    const { attended, layout } = scene([{ do: 'move', by: 3 }, pin, { do: 'move', by: -9 }], { rows: 14 });
    expect(layout.list.height).toBe(5);
    expect(attended).toEqual([RUNNING, STOPPED, STRICT, PASSED]);
    const alone = scene([
      { do: 'move', by: 3 },
      pin,
      { do: 'edit', field: 'filter' },
      { do: 'type', text: 'strict' },
    ]);
    expect(alone.attended).toEqual([STRICT, PASSED]);
  });
});

describe('an empty collection', () => {
  const empty = { entries: [], complete: true, problem: '' };

  it('says so, and that it waits', () => {
    expect(text(scene([], { of: empty }))).toContain(
      'There is no run yet; the first one appears here by itself.',
    );
    expect(text(scene([], { of: { ...empty, complete: false } }))).toContain('Looking for runs.');
    expect(
      text(
        scene([
          { do: 'edit', field: 'filter' },
          { do: 'type', text: 'zzz' },
        ]),
      ),
    ).toContain("No run fits 'zzz'.");
  });

  it('says why the folder cannot be read', () => {
    expect(text(scene([], { of: { ...empty, problem: 'There is no permission.' } }))).toContain(
      '! There is no permission.',
    );
  });
});
