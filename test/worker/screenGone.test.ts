import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { goneProcess, isTraining, runThat, workplace, type Workplace } from './work.js';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(async () => {
  await rm(place.folder, { recursive: true });
});

interface Started {
  readonly pid: number;
  readonly directory: string;
  readonly killScreen: () => Promise<void>;
}

/** Starts a run from a process that stands for the screen. */
async function startFromScreen(config: string, outlives: boolean): Promise<Started> {
  const argv = [join(import.meta.dirname, 'screen.mjs'), config, place.runs, outlives ? 'outlives' : 'ends'];
  const screen = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const gone = new Promise((done) => screen.on('close', done));
  for await (const line of createInterface(screen.stdout)) {
    const [pid, directory] = line.split(' ');
    return {
      pid: Number(pid),
      directory,
      killScreen: async () => {
        // The whole group, as a terminal that closes does it.
        process.kill(-(screen.pid ?? 0), 'SIGKILL');
        await gone;
      },
    };
  }
  throw new Error('The screen said nothing.');
}

test('in a terminal the run outlives its screen: killed, it goes on to the end', async () => {
  const { pid, directory, killScreen } = await startFromScreen(place.quick, true);
  await killScreen();
  expect((await runThat(directory, ({ state }) => state !== 'running')).state).toBe('finished');
  await goneProcess(pid);
});

test('in a pipe the run ends with the process that started it: interrupted and kept', async () => {
  const { pid, directory, killScreen } = await startFromScreen(place.endless, false);
  await runThat(directory, isTraining);
  await killScreen();
  const run = await runThat(directory, ({ state }) => state !== 'running');
  expect(run.state).toBe('interrupted');
  await goneProcess(pid);
});
