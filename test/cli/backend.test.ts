import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { InstallLines } from '../../src/cli/installLines.js';
import { paletteFor } from '../../src/cli/colour.js';
import { intone, spawnIntone } from './intone.js';

let folder: string;
let environment: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'intone-backend-'));
  environment = { INTONE_BACKENDS: folder };
  await mkdir(join(folder, 'downloads/tensorflow'), { recursive: true });
  await writeFile(join(folder, 'downloads/tensorflow/a.whl.partial'), 'x'.repeat(2500));
});
afterAll(() => rm(folder, { recursive: true }));

test.each([[['backend']], [['backend', 'list']]])('%j shows what there is', async (argv) => {
  const { exit, stdout } = await spawnIntone(argv, { environment });
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^backend +version +size +where\n/);
  expect(stdout).toMatch(/\ntensorflow +unfinished download +2\.5 kB/);
  expect(stdout).toMatch(/\ntensorflow-gpu +not installed +intone backend install tensorflow-gpu\n$/);
});

test('what is there can be had as JSON', async () => {
  const { stdout } = await spawnIntone(['backend', '--json'], { environment });
  expect(JSON.parse(stdout)).toMatchObject({
    folder,
    backends: [{ backend: { name: 'tensorflow' }, used: null, downloaded: 2500 }, { downloaded: 0 }],
  });
});

test.each([
  [['backend', 'install', 'tensorflw'], "Did you mean 'tensorflow'?"],
  [['backend', 'remove', 'wasm'], "see 'intone plugins'"],
])('%j is refused', async (argv, hint) => {
  const { exit, stderr } = await intone(argv);
  expect(exit).toBe(2);
  expect(stderr).toContain('error[BACKEND_NOT_INSTALLABLE]');
  expect(stderr).toContain(hint);
});

test('what is left of a download can be removed, and then there is nothing to remove', async () => {
  const first = await spawnIntone(['backend', 'remove', 'tensorflow'], { environment });
  expect(first).toEqual({ exit: 0, stdout: 'removed tensorflow: 2.5 kB are free\n', stderr: '' });
  const second = await spawnIntone(['backend', 'remove', 'tensorflow'], { environment });
  expect(second.exit).toBe(2);
  expect(second.stderr).toContain('error[BACKEND_NOT_INSTALLED]');
});

function lines(live: boolean): { show: InstallLines; written: string[]; tick: (ms: number) => void } {
  const written: string[] = [];
  let now = 0;
  const screen = { live, columns: 70, palette: paletteFor({}), write: (text: string) => written.push(text) };
  return {
    show: new InstallLines(screen, () => now),
    written,
    tick: (ms) => {
      now += ms;
    },
  };
}

test('a terminal sees a bar with what is left to wait for; it does not count what was there before', () => {
  const { show, written, tick } = lines(true);
  show.show({ type: 'step', text: 'downloading' });
  show.show({ type: 'progress', done: 100e6, total: 300e6 });
  tick(10_000);
  show.show({ type: 'progress', done: 150e6, total: 300e6 });
  show.show({ type: 'step', text: 'unpacking' });
  expect(written).toEqual([
    'downloading\n',
    '\r\u001b[K  [############            ]  50 %  150.0 MB of 300.0 MB, 30 s left',
    '\r\u001b[K',
    'unpacking\n',
  ]);
});

test('a log gets a line at most every five seconds', () => {
  const { show, written, tick } = lines(false);
  show.show({ type: 'step', text: 'downloading' });
  for (let second = 1; second <= 11; second++) {
    tick(1000);
    show.show({ type: 'progress', done: second * 1e6, total: 20e6 });
  }
  expect(written.slice(1).map((line) => line.trim().slice(0, 4))).toEqual(['25 %', '50 %']);
});
