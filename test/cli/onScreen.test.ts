import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { goneProcess, isTraining, onlyRun, runThat, workplace, type Workplace } from '../worker/work.js';
import { spawnIntone } from './intone.js';
import { hasPseudoTerminal, inPseudoTerminal } from './pseudoTerminal.js';

const SCREEN_OPENS = '\u001b[?1049h';
const SCREEN_CLOSES = '\u001b[?1049l';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(async () => {
  await rm(place.folder, { recursive: true });
});

/** What was written to the terminal after the screen had closed. */
function afterScreen(output: string): string {
  expect(output).toContain(SCREEN_OPENS);
  return output.slice(output.lastIndexOf(SCREEN_CLOSES) + SCREEN_CLOSES.length).replaceAll('\r', '');
}

describe.skipIf(!hasPseudoTerminal)('in a terminal', () => {
  test('run draws its screen, closes it at the end, and then reports', async () => {
    const { exit, output } = await inPseudoTerminal(['run', 'quick.yaml'], place.folder).ended;
    expect(exit).toBe(0);
    expect(afterScreen(output)).toMatch(
      /^accuracy +0\.\d{3} +0\.\d{3}$[^]*look again with: intone show runs\//m,
    );
  });

  test('q and l close the screen, and the run goes on by itself', async () => {
    const terminal = inPseudoTerminal(['run', 'endless.yaml'], place.folder);
    await terminal.shows('q quit');
    terminal.type('q');
    await terminal.shows('leave it running');
    terminal.type('l');
    const { exit, output } = await terminal.ended;
    expect(exit).toBe(0);
    expect(afterScreen(output)).toMatch(
      /^The run goes on in runs\/\S+\nwatch it with: intone watch runs\/\S+\n$/,
    );
    const { directory, record } = await onlyRun(place.runs);
    await runThat(directory, isTraining);
    process.kill(record.process.pid, 'SIGTERM');
    await goneProcess(record.process.pid);
    expect((await onlyRun(place.runs)).state).toBe('interrupted');
  });

  test('Ctrl-C saves and stops', async () => {
    const terminal = inPseudoTerminal(['run', 'endless.yaml'], place.folder);
    await terminal.shows('q quit');
    await runThat((await onlyRun(place.runs)).directory, isTraining);
    terminal.type('\u0003');
    const { exit, output } = await terminal.ended;
    expect(exit).toBe(130);
    expect(afterScreen(output)).toContain('Go on with');
    expect((await onlyRun(place.runs)).state).toBe('interrupted');
  });

  test('the terminal goes away, and the run goes on to its end', async () => {
    const terminal = inPseudoTerminal(['run', 'quick.yaml', '--set', 'train.epochs=40'], place.folder);
    await terminal.shows(SCREEN_OPENS.replaceAll(/[?[]/g, String.raw`\$&`));
    terminal.hangUp();
    await terminal.ended;
    const { directory } = await onlyRun(place.runs);
    expect((await runThat(directory, ({ state }) => state !== 'running')).state).toBe('finished');
  });

  test('a run that is not possible says why, and not what the screen missed', async () => {
    const argv = [
      'run',
      'quick.yaml',
      '--set',
      "'split={use: grouped, by: speaker, test: 0.4, validation: 0.4}'",
    ];
    const { exit, output } = await inPseudoTerminal(argv, place.folder).ended;
    expect(exit).toBe(2);
    expect(output).toContain('SPLIT_TOO_FEW_GROUPS');
    expect(output).not.toContain('RUN_DAMAGED');
  });

  test('--plain keeps to lines', async () => {
    const { exit, output } = await inPseudoTerminal(['run', 'quick.yaml', '--plain'], place.folder).ended;
    expect(exit).toBe(0);
    expect(output).not.toContain(SCREEN_OPENS);
    expect(output).toMatch(/PASSED/);
  });

  test('watch RUN shows one run and watch all of them, until q', async () => {
    await spawnIntone(['run', 'quick.yaml'], { cwd: place.folder });
    const one = inPseudoTerminal(['watch', 'latest'], place.folder);
    await one.shows('q close');
    one.type('q');
    expect(await one.ended).toMatchObject({ exit: 0 });
    const { name } = await onlyRun(join(place.folder, 'runs'));
    const all = inPseudoTerminal(['watch'], place.folder);
    await all.shows(name.slice(-8));
    all.type('q');
    expect(await all.ended).toMatchObject({ exit: 0 });
  });
});
