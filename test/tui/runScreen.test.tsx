import { describe, expect, it } from 'vitest';
import type { EventLine } from '../../src/core/events.js';
import { canShow, showRun, type RunScreenEnd } from '../../src/tui/runScreen.js';
import type { ControlRequest } from '../../src/tui/screenState.js';
import type { Terminal } from '../../src/tui/terminal.js';
import { FakeTerminal } from './terminal.js';
import { eventsUntil, recording } from './recording.js';

const PLAIN: Terminal = { depth: 1, unicode: true, light: false };
const ASCII: Terminal = { depth: 1, unicode: false, light: false };
const COLOURED: Terminal = { depth: 24, unicode: true, light: false };

interface Shown {
  readonly terminal: FakeTerminal;
  readonly asked: ControlRequest[];
  readonly end: Promise<RunScreenEnd>;
  /** Lets the events go on to their end. */
  readonly finish: () => void;
}

/** Shows events, then waits as a run does that is still going. */
function show(
  events: readonly EventLine[],
  { columns = 80, rows = 24, kind = PLAIN, closeAtEnd = false, replay = false } = {},
): Shown {
  const terminal = new FakeTerminal(columns, rows);
  const asked: ControlRequest[] = [];
  let finish = (): void => undefined;
  const more = new Promise<void>((resolve) => {
    finish = resolve;
  });
  async function* follow(): AsyncGenerator<EventLine> {
    yield* events;
    await more;
  }
  const control = (request: ControlRequest): void => {
    asked.push(request);
  };
  const { stdout, stdin } = terminal;
  const end = showRun({
    events: follow(),
    control: replay ? null : control,
    stdout,
    stdin,
    terminal: kind,
    closeAtEnd,
  });
  return { terminal, asked, end, finish };
}

/** Closes the screen as its viewer does, whatever it shows. */
async function leave({ terminal, end }: Shown): Promise<RunScreenEnd> {
  terminal.press('\u001b');
  await new Promise((resolve) => setTimeout(resolve, 60));
  terminal.press('q');
  await new Promise((resolve) => setTimeout(resolve, 30));
  terminal.press('l');
  return await end;
}

const MOMENTS = {
  features: { events: eventsUntil('stage-progress', 3), sign: 'features' },
  epoch4: { events: eventsUntil('epoch-finished', 4), sign: 'epoch 4/12' },
  finished: { events: recording, sign: 'finished, gate FAILED' },
};

describe('the screen of a run, as it is seen', () => {
  const sizes = { '80x24': [80, 24], '200x60': [200, 60], '50x20': [50, 20] } as const;
  for (const [size, [columns, rows]] of Object.entries(sizes)) {
    for (const [moment, { events, sign }] of Object.entries(MOMENTS)) {
      it(`${moment}, ${size}`, async () => {
        const shown = show(events, { columns, rows });
        await shown.terminal.shows(sign);
        await expect(shown.terminal.text).toMatchFileSnapshot(`frames/${moment}-${size}.txt`);
        expect(shown.terminal.overflowed).toBe(false);
        shown.finish();
        await leave(shown);
      });
    }
  }

  for (const [key, name] of [
    ['2', 'curves'],
    ['3', 'classes'],
    ['4', 'gate'],
    ['5', 'log'],
    ['?', 'help'],
    ['q', 'quit'],
  ] as const) {
    it(`${name}, 80x24`, async () => {
      const shown = show(MOMENTS.epoch4.events);
      await shown.terminal.shows('epoch 4/12');
      shown.terminal.press(key);
      await shown.terminal.shows(
        { help: 'Any key closes', quit: 'not over' }[name as string] ?? `[${key} ${name}]`,
      );
      await expect(shown.terminal.text).toMatchFileSnapshot(`frames/${name}-80x24.txt`);
      expect(shown.terminal.overflowed).toBe(false);
      await leave(shown);
    });
  }

  it('without Unicode: ASCII only', async () => {
    const shown = show(MOMENTS.epoch4.events, { kind: ASCII });
    await shown.terminal.shows('epoch 4/12');
    await expect(shown.terminal.text).toMatchFileSnapshot('frames/epoch4-ascii-80x24.txt');
    shown.terminal.press('3');
    await shown.terminal.shows('[3 classes]');
    expect(shown.terminal.text).toMatch(/^[\n -~]*$/);
    await leave(shown);
  });
});
