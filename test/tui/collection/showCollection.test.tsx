import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runsOnDisk, type RunSource } from '../../../src/tui/collection/runSource.js';
import { showCollection } from '../../../src/tui/collection/showCollection.js';
import type { Terminal } from '../../../src/tui/terminal.js';
import { FakeTerminal } from '../terminal.js';
import { copyOfRuns, counting, manyRuns, PASSED, RUNNING, RUNS, STOPPED, STRICT } from './support.js';

const PLAIN: Terminal = { depth: 1, unicode: true, light: false };
const ESC = '\u001b';
const MODES = ['1049', '1000', '1006'];

interface Shown {
  readonly terminal: FakeTerminal;
  readonly end: Promise<void>;
}

function show(
  runsDirectory: string,
  {
    columns = 100,
    rows = 30,
    source,
    pinned,
  }: { columns?: number; rows?: number; source?: RunSource; pinned?: readonly string[] } = {},
): Shown {
  const terminal = new FakeTerminal(columns, rows);
  const { stdout, stdin } = terminal;
  const end = showCollection({
    runsDirectory,
    stdout,
    stdin,
    terminal: PLAIN,
    ...(source && { source }),
    ...(pinned && { pinned }),
  });
  return { terminal, end };
}

async function quit({ terminal, end }: Shown): Promise<void> {
  expect(terminal.overflowed).toBe(false);
  terminal.press('\u0003');
  await end;
}

/** The line of the list that the cursor is in. */
function selected({ text }: FakeTerminal): string {
  return text.split('\n').find((line) => line.startsWith('▸')) ?? '';
}

describe('the screen of the collection', () => {
  it('moves through the list, opens a run by enter and comes back by escape, the selection kept', async () => {
    const shown = show(RUNS);
    const { terminal } = shown;
    await terminal.shows('6 runs · 1 running · 1 damaged');
    await terminal.shows('val/loss');
    terminal.press('jj');
    await terminal.shows('─ ● strict a8194470');
    terminal.press('\r');
    await terminal.shows('[1 overview]');
    expect(terminal.text).toContain('gate FAILED');
    expect(terminal.text).toContain(STRICT);
    terminal.press('4');
    await terminal.shows('[4 gate]');
    terminal.press(ESC);
    await terminal.shows('6 runs');
    expect(selected(terminal)).toContain('strict a8194470');
    await quit(shown);
  });

  it('begins with the runs pinned that it was given, each with its letter', async () => {
    const shown = show(RUNS, { pinned: [STRICT, PASSED] });
    const { terminal } = shown;
    await terminal.shows('val/loss');
    expect(selected(terminal)).toMatch(/^▸ A strict a8194470/);
    expect(terminal.text).toMatch(/^ {2}B /m);
    await quit(shown);
  });

  it("takes the run screen's own things back before it leaves it", async () => {
    const shown = show(RUNS);
    const { terminal } = shown;
    await terminal.shows('val/loss');
    terminal.press('\r');
    await terminal.shows('[1 overview]');
    terminal.press('?');
    await terminal.shows('Any key closes this');
    terminal.press(ESC);
    await terminal.shows('stages');
    terminal.press('2');
    terminal.press('/uar');
    terminal.press('\r');
    await terminal.shows('metrics 1/');
    terminal.press(ESC);
    await terminal.shows('─ metrics ─');
    terminal.press(ESC);
    await terminal.shows('6 runs');
    await quit(shown);
  });

  it('filters runs and metrics as one types, and takes it back', async () => {
    const shown = show(RUNS);
    const { terminal } = shown;
    await terminal.shows('6 runs');
    terminal.press('/str');
    await terminal.shows('1 of 6 runs');
    terminal.press('ict\r');
    await terminal.shows('/strict');
    terminal.press('m');
    terminal.press('f1.macro');
    await terminal.shows('metrics: f1.macro▏');
    await terminal.shows('val/f1.macro');
    expect(terminal.text).not.toContain('val/loss');
    terminal.press(ESC);
    await terminal.shows('val/loss');
    terminal.press(ESC);
    await terminal.shows('runs  6 runs');
    await quit(shown);
  });

  it('is used with the mouse as well', async () => {
    const shown = show(RUNS);
    const { terminal } = shown;
    await terminal.shows('6 runs');
    expect([...terminal.modes]).toEqual(MODES);
    terminal.press(`${ESC}[<0;10;6M${ESC}[<0;10;6m`);
    await terminal.shows('▸ ● quickstart cb8b8cde');
    terminal.press(`${ESC}[<64;10;6M`);
    await terminal.shows('▸ ● strict a8194470');
    await quit(shown);
  });

  it('leaves the terminal as it was', async () => {
    const shown = show(RUNS);
    await shown.terminal.shows('6 runs');
    shown.terminal.press('q');
    await shown.end;
    expect(MODES.filter((mode) => shown.terminal.modes.has(mode))).toEqual([]);
    expect(shown.terminal.modes.has('25')).toBe(true);
  });

  it('leaves it from an opened run too, by Ctrl-C, which touches no run', async () => {
    const folder = copyOfRuns();
    const shown = show(folder);
    await shown.terminal.shows('val/loss');
    shown.terminal.press('\r');
    await shown.terminal.shows('[1 overview]');
    await quit(shown);
    expect(MODES.filter((mode) => shown.terminal.modes.has(mode))).toEqual([]);
    expect(existsSync(join(folder, RUNNING, 'control'))).toBe(false);
  });

  it('asks an opened run that goes on to pause', async () => {
    const folder = copyOfRuns();
    const shown = show(folder);
    const { terminal } = shown;
    await terminal.shows('val/loss');
    terminal.press('\r');
    await terminal.shows('epoch 4/10');
    terminal.press(' ');
    const control = join(folder, RUNNING, 'control');
    await expect.poll(() => existsSync(control) && readFileSync(control, 'utf8')).toBe('pause\n');
    await quit(shown);
  });

  it('says in the list why an opened run cannot be asked', async () => {
    const folder = copyOfRuns();
    // What is shown of the run is not what became of it meanwhile.
    const source = { ...runsOnDisk(folder), events: runsOnDisk(RUNS).events };
    const shown = show(folder, { source });
    const { terminal } = shown;
    await terminal.shows('val/loss');
    terminal.press('\r');
    await terminal.shows('epoch 4/10');
    cpSync(join(RUNS, STOPPED, 'run.json'), join(folder, RUNNING, 'run.json'));
    terminal.press(' ');
    await terminal.shows('! The run');
    expect(terminal.text).toContain('interrupted');
    expect(selected(terminal)).toContain('quickstart 5f00d1e5');
    await quit(shown);
  });

  it('fits again after the terminal has changed its size', async () => {
    const shown = show(RUNS, { columns: 200, rows: 50 });
    const { terminal } = shown;
    await terminal.shows('─ system');
    terminal.resize(60, 16);
    await terminal.drawn();
    expect(terminal.lines).toHaveLength(16);
    await terminal.shows('val/loss');
    await quit(shown);
  });

  it('reads of 300 runs the events of those in view, and of those one stays at', async () => {
    const { folder, names } = manyRuns(300);
    const { source, opened, followed } = counting(runsOnDisk(folder));
    const shown = show(folder, { source });
    const { terminal } = shown;
    await terminal.shows('300 runs');
    await terminal.shows('val/loss');
    const inView = terminal.text.split('\n').filter((line) => line.includes('sweep 0')).length;
    expect([...followed.keys()].sort()).toEqual(names.slice(0, inView - 1).toSorted());
    terminal.press('G');
    await terminal.shows('▸ ● sweep 0000012b');
    await expect.poll(() => followed.has(names[299])).toBe(true);
    expect(opened.size).toBe(300);
    expect(followed.size).toBeLessThanOrEqual(2 * inView);
    await quit(shown);
  });

  it('has nothing to open where there is no run', async () => {
    const shown = show(join(RUNS, PASSED, 'nothing'));
    await shown.terminal.shows('There is no run yet');
    shown.terminal.press('\rpjxo');
    await shown.terminal.drawn();
    expect(shown.terminal.text).toContain('There is no run yet');
    await quit(shown);
  });
});
