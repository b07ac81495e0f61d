import { describe, expect, it } from 'vitest';
import type { EventLine } from '../../src/core/events.js';
import { canShow, showRun, type RunScreenEnd } from '../../src/tui/runScreen.js';
import type { ControlRequest } from '../../src/core/runs/control.js';
import { RUN_NOT_RUNNING } from '../../src/core/errors/runs.js';
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

/** Events of which no more come, though the run goes on. */
async function* held(events: readonly EventLine[]): AsyncGenerator<EventLine> {
  yield* events;
  await new Promise(() => undefined);
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
  features: { events: eventsUntil('stage-progress', 3), sign: '▶ features' },
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

  const pages = [
    ['2', 'curves', '[2 curves]'],
    ['3', 'classes', '[3 classes]'],
    ['4', 'gate', '[4 gate]'],
    ['5', 'log', '[5 log]'],
    ['?', 'help', 'Any key closes'],
    ['q', 'quit', 'The run is not over'],
  ] as const;
  for (const [key, name, sign] of pages) {
    it(`${name}, 80x24`, async () => {
      const shown = show(MOMENTS.epoch4.events);
      await shown.terminal.shows('epoch 4/12');
      shown.terminal.press(key);
      await shown.terminal.shows(sign);
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

  it('has no escape for a colour without colours, and the colours of the classes with them', async () => {
    const bare = show(MOMENTS.epoch4.events);
    const coloured = show(MOMENTS.epoch4.events, { kind: COLOURED });
    await bare.terminal.shows('epoch 4/12');
    await coloured.terminal.shows('epoch 4/12');
    expect(bare.terminal.raw.replaceAll('\u001b[0m', '')).not.toMatch(/\u001b\[[\d;]*m/);
    // happy, #f1c40f, and fearful, lightened on a dark ground.
    expect(coloured.terminal.raw).toContain('\u001b[38;2;241;196;15mhappy');
    expect(coloured.terminal.raw).toContain('\u001b[38;2;127;155;184mfearful');
    expect(coloured.terminal.text).toBe(bare.terminal.text);
    await leave(bare);
    await leave(coloured);
  });

  it('never overflows, at any size', async () => {
    const shown = show(MOMENTS.epoch4.events);
    await shown.terminal.shows('epoch 4/12');
    for (const [columns, rows] of [
      [20, 6],
      [40, 10],
      [59, 24],
      [60, 15],
      [119, 30],
      [120, 40],
      [300, 80],
      [10, 3],
    ] as const) {
      shown.terminal.resize(columns, rows);
      for (const key of ['1', '2', '3', '4', '5']) {
        shown.terminal.press(key);
        await shown.terminal.drawn();
      }
    }
    expect(shown.terminal.overflowed).toBe(false);
    shown.terminal.resize(80, 24);
    shown.terminal.press('1');
    await shown.terminal.shows('stages 5/9');
    await leave(shown);
  });
});

describe('keys', () => {
  it('ask the run to pause, to go on and to stop after the epoch', async () => {
    const shown = show(MOMENTS.epoch4.events);
    await shown.terminal.shows('epoch 4/12');
    shown.terminal.press(' ');
    await expect.poll(() => shown.asked).toEqual(['pause']);
    shown.terminal.press('s');
    await expect.poll(() => shown.asked).toEqual(['pause', 'stop-epoch']);
    await leave(shown);
    const { time } = MOMENTS.epoch4.events[0];
    const paused = show([...MOMENTS.epoch4.events, { type: 'paused', time: time + 10_000 }]);
    await paused.terminal.shows('‖ paused');
    paused.terminal.press(' ');
    await expect.poll(() => paused.asked).toEqual(['continue']);
    await leave(paused);
  });

  it('q asks: esc goes back, l leaves the run to itself', async () => {
    const shown = show(MOMENTS.epoch4.events);
    await shown.terminal.shows('epoch 4/12');
    shown.terminal.press('q');
    await shown.terminal.shows('The run is not over');
    shown.terminal.press('\u001b');
    await shown.terminal.shows('stages 5/9');
    shown.terminal.press('q');
    await shown.terminal.shows('The run is not over');
    shown.terminal.press('l');
    expect(await shown.end).toMatchObject({ reason: 'left', view: { state: 'running' } });
    expect(shown.asked).toEqual([]);
  });

  it('q and s ask the run to save and stop; the screen closes when it has', async () => {
    const shown = show(MOMENTS.epoch4.events);
    await shown.terminal.shows('epoch 4/12');
    shown.terminal.press('q');
    await shown.terminal.shows('The run is not over');
    shown.terminal.press('s');
    await shown.terminal.shows('finishing the batch and saving');
    expect(shown.asked).toEqual(['interrupt']);
    shown.finish();
    expect(await shown.end).toMatchObject({ reason: 'ended' });
  });

  it('Ctrl-C asks to save and stop, twice wants the end at once', async () => {
    const shown = show(MOMENTS.epoch4.events);
    await shown.terminal.shows('epoch 4/12');
    shown.terminal.press('\u0003');
    await shown.terminal.shows('Ctrl-C again ends at once');
    shown.terminal.press('\u0003');
    expect(await shown.end).toMatchObject({ reason: 'aborted' });
    expect(shown.asked).toEqual(['interrupt']);
  });

  it('choose, filter, zoom and pan the curves', async () => {
    const { terminal, ...shown } = show(eventsUntil('epoch-finished', 12));
    await terminal.shows('epoch 12/12');
    terminal.press('2');
    await terminal.shows('> accuracy');
    terminal.press('\u001b[B');
    await terminal.shows('> uar');
    terminal.press('/');
    await terminal.shows('filter: _');
    terminal.press('f1');
    await terminal.shows('metrics 2/');
    terminal.press('\r');
    terminal.press('\u001b[B');
    await terminal.shows('> f1.');
    terminal.press('+');
    await terminal.shows('└7');
    terminal.press('\u001b[D');
    await terminal.shows('└5');
    terminal.press('\u001b');
    await terminal.shows('└1');
    expect(terminal.text).not.toContain('metrics 2/');
    await leave({ terminal, ...shown });
  });

  it('that a run refuses are said in the log', async () => {
    const refuse = (request: ControlRequest): Promise<void> =>
      Promise.reject(RUN_NOT_RUNNING({ run: 'r', state: 'finished', request }));
    const screen = new FakeTerminal(200, 60);
    const end = showRun({
      events: held(MOMENTS.epoch4.events),
      control: refuse,
      stdout: screen.stdout,
      stdin: screen.stdin,
      terminal: PLAIN,
    });
    await screen.shows('epoch 4/12');
    screen.press('s');
    await screen.shows('error: ');
    expect(screen.text).toMatch(/screen +error: .*'r'/);
    screen.press('q');
    await screen.shows('The run is not over');
    screen.press('l');
    expect(await end).toMatchObject({ reason: 'left' });
  });

  it('of a replay only look', async () => {
    const shown = show(MOMENTS.epoch4.events, { replay: true });
    await shown.terminal.shows('epoch 4/12');
    expect(shown.terminal.text).not.toContain('pause');
    shown.terminal.press(' ');
    shown.terminal.press('q');
    expect(await shown.end).toMatchObject({ reason: 'left' });
    expect(shown.asked).toEqual([]);
  });
});

describe('the end', () => {
  it('stays until q, with the verdict; the terminal is as before then', async () => {
    const shown = show(recording);
    shown.finish();
    await shown.terminal.shows('gate FAILED, 9/10 hold');
    expect([...shown.terminal.modes]).toEqual(['1049']);
    shown.terminal.press('q');
    expect(await shown.end).toMatchObject({ reason: 'ended', view: { state: 'finished' } });
    expect([...shown.terminal.modes].sort()).toEqual(['25', '7']);
  });

  it('closes by itself if wanted', async () => {
    const shown = show(recording, { closeAtEnd: true });
    shown.finish();
    expect(await shown.end).toMatchObject({ reason: 'ended' });
  });

  it('of events without a last one says that the process is gone', async () => {
    const shown = show(MOMENTS.epoch4.events);
    await shown.terminal.shows('epoch 4/12');
    shown.finish();
    await shown.terminal.shows('its process is gone');
    shown.terminal.press('q');
    expect(await shown.end).toMatchObject({ reason: 'ended', view: { state: 'died' } });
  });

  it('shows why a run failed', async () => {
    const { time } = recording[0];
    const message = 'Training diverged: the loss is NaN.\nA second line.';
    const shown = show([
      ...MOMENTS.epoch4.events,
      { type: 'run-failed', code: 'TRAINING_DIVERGED', message, time },
    ]);
    await shown.terminal.shows('✗ failed');
    expect(shown.terminal.text).toContain('─ TRAINING_DIVERGED ─');
    expect(shown.terminal.text).toContain('Training diverged: the loss is NaN. A second line.');
    shown.finish();
    await leave(shown);
  });

  it('is an error of the events, or of what the run is asked; the terminal is as before', async () => {
    async function* broken(): AsyncGenerator<EventLine> {
      yield recording[0];
      await Promise.resolve();
      throw new Error('line 2 is not an event');
    }
    const { stdout, stdin, modes } = new FakeTerminal(80, 24);
    await expect(
      showRun({ events: broken(), control: null, stdout, stdin, terminal: PLAIN }),
    ).rejects.toThrow('line 2');
    expect(modes).not.toContain('1049');
  });
});

it('redraws at most ten times a second, and only the lines that changed', async () => {
  const terminal = new FakeTerminal(80, 24);
  async function* quick(): AsyncGenerator<EventLine> {
    for (const event of recording) {
      yield event;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const { stdout, stdin } = terminal;
  const began = performance.now();
  await showRun({ events: quick(), control: null, stdout, stdin, terminal: PLAIN, closeAtEnd: true });
  const seconds = (performance.now() - began) / 1000;
  // Beside frames: entering and leaving the other screen, and the frames at the start and the end.
  expect(terminal.updates).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 4);
  expect(terminal.raw.split('[1 overview]').length - 1).toBe(1);
});

it('is for terminals that can show it', () => {
  const tty = { isTTY: true };
  expect(canShow(tty, tty, { TERM: 'xterm-256color' })).toBe(true);
  expect(canShow(tty, tty, { TERM: 'dumb' })).toBe(false);
  expect(canShow(tty, tty, { TERM: 'xterm', CI: 'true' })).toBe(false);
  expect(canShow({}, tty, {})).toBe(false);
  expect(canShow(tty, { isTTY: false }, {})).toBe(false);
});
