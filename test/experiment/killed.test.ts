import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadPredictor } from '../../src/core/experiment/predict.js';
import { findRun } from '../../src/core/runs/find.js';
import { readEvents, requireFinished } from '../../src/core/runs/reader.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import { temporaryFolder } from '../core/runs/example.js';
import { expectFailure } from '../core/runs/failure.js';
import { KILL, runApart } from './apart.js';

const AFTER_EPOCH_2 = `if (event.type === 'epoch-finished' && event.epoch === 2) ${KILL}`;

it('a run whose process is killed is known for one that died, and taken for nothing else', async () => {
  const folder = await temporaryFolder();
  expect(await runApart(folder, { onEvent: AFTER_EPOCH_2 })).toEqual({ signal: 'SIGKILL', error: '' });

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
