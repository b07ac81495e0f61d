import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadPredictor } from '../../src/core/experiment/predict.js';
import { findRun } from '../../src/core/runs/find.js';
import { readEvents, requireFinished } from '../../src/core/runs/reader.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import { temporaryFolder } from '../core/runs/example.js';
import { expectFailure } from '../core/runs/failure.js';

const root = new URL('../../', import.meta.url);

/** Runs the tiny experiment in a process of its own that kills itself, without a word, at the second epoch. */
const KILLED = `
import { loadTiny } from '${new URL('test/experiment/tiny.ts', root).href}';
import { runExperiment } from '${new URL('src/core/experiment/run.ts', root).href}';
const folder = process.argv[2];
await runExperiment(await loadTiny(folder), {
  runsDirectory: folder + '/runs',
  sink: (event) => {
    if (event.type === 'epoch-finished' && event.epoch === 2) process.kill(process.pid, 'SIGKILL');
  },
});
`;

it('a run whose process is killed is known for one that died, and taken for nothing else', async () => {
  const folder = await temporaryFolder();
  const script = join(folder, 'killed.mts');
  await writeFile(script, KILLED);
  const child = spawn(process.execPath, ['--import', 'jiti/register', script, folder], {
    cwd: fileURLToPath(root),
    stdio: 'inherit',
  });
  const signal = await new Promise((resolve) =>
    child.on('exit', (_, name) => {
      resolve(name);
    }),
  );
  expect(signal).toBe('SIGKILL');

  const run = await findRun('latest', join(folder, 'runs'));
  expect(run.state).toBe('died');
  expect(await readFile(join(run.directory, 'run.json'), 'utf8')).toContain('"state": "running"');
  const events = await readEvents(run);
  expect(events.at(-1)).toMatchObject({ type: 'epoch-finished', epoch: 2 });
  await expectFailure(requireFinished(run), 'RUN_UNFINISHED', 'ended without a word');
  await expectFailure(
    loadPredictor(run, builtInRegistry(), () => undefined),
    'RUN_UNFINISHED',
  );
});
