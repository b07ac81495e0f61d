import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BadInput } from './row.js';
import { wav } from './recordings.js';
import { runNames } from '../../../src/core/runs/find.js';

const NAME = '20260101T000000Z-tiny-0a1b2c3d';

/** Puts a copy of a run that was really made into the folder, and then spoils it. */
function keptRun(spoil: (run: string) => Promise<void>): (folder: string) => Promise<void> {
  return async (folder) => {
    const [made] = await runNames(join(folder, 'made'));
    await cp(join(folder, 'made', made), join(folder, 'runs', NAME), { recursive: true });
    await rm(join(folder, 'made'), { recursive: true });
    await spoil(join(folder, 'runs', NAME));
  };
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

const untouched = (): Promise<void> => Promise.resolve();

/** Kept runs that are half there, and questions that a run cannot answer. */
export const badRuns: readonly BadInput[] = [
  { wrong: 'no such run', argv: ['show', 'yesterday'], code: 'RUN_NOT_FOUND' },
  { wrong: 'no run at all', argv: ['check', 'latest'], code: 'RUN_NOT_FOUND' },
  {
    wrong: 'the run has lost its record',
    argv: ['show', 'latest'],
    prepare: keptRun((run) => rm(join(run, 'run.json'))),
    code: 'RUN_NOT_FOUND',
  },
  {
    wrong: 'the record of the run is cut off',
    argv: ['show', NAME],
    prepare: keptRun((run) => edit(join(run, 'run.json'), (text) => text.slice(0, 200))),
    code: 'RUN_DAMAGED',
  },
  {
    wrong: 'the run has lost its metrics',
    argv: ['show', 'latest'],
    prepare: keptRun((run) => rm(join(run, 'metrics.json'))),
    code: 'RUN_DAMAGED',
  },
  {
    wrong: 'the run died before its end',
    argv: ['check', 'latest'],
    prepare: keptRun((run) =>
      edit(join(run, 'run.json'), (text) =>
        text.replace('"finished"', '"running"').replace(/"pid": \d+/, '"pid": 999999999'),
      ),
    ),
    code: 'RUN_UNFINISHED',
  },
  {
    wrong: 'the run is of another version of the format',
    argv: ['show', NAME],
    prepare: keptRun((run) =>
      edit(join(run, 'run.json'), (text) => text.replace('"format": 1', '"format": 9')),
    ),
    code: 'RUN_FORMAT_UNKNOWN',
  },
  {
    wrong: 'the weights of the model are cut off',
    argv: ['predict', 'latest', 'clip.wav'],
    files: { 'clip.wav': wav(16_000, (index) => 4000 * Math.sin(index / 10)) },
    prepare: keptRun((run) => writeFile(join(run, 'model', 'weights.bin'), new Uint8Array(16))),
    code: 'NETWORK_DAMAGED',
  },
  {
    wrong: 'the recording to predict is not there',
    argv: ['predict', 'latest', 'nowhere.wav'],
    prepare: keptRun(untouched),
    code: 'CLIP_FILE_UNREADABLE',
  },
  {
    wrong: 'thresholds on a metric that the run did not keep',
    argv: ['check', 'latest', '--gate', 'gate.yaml'],
    files: { 'gate.yaml': 'gate: [{ metric: ece, max: 0.1 }]\n' },
    prepare: keptRun(untouched),
    code: 'GATE_UNKNOWN_METRIC',
  },
  {
    wrong: 'a file of thresholds without any',
    argv: ['check', 'latest', '--gate', 'gate.yaml'],
    files: { 'gate.yaml': 'gates: [{ metric: uar, min: 0.1 }]\n' },
    prepare: keptRun(untouched),
    code: 'CONFIG_PART_MISSING',
  },
  {
    wrong: 'no such preset of thresholds',
    argv: ['check', 'latest', '--preset', 'published'],
    prepare: keptRun(untouched),
    code: 'GATE_UNKNOWN_PRESET',
  },
  {
    wrong: 'runs are to be kept in a file',
    argv: ['run', 'tiny.yaml', '--runs', 'notes.txt'],
    files: { 'notes.txt': 'not a folder\n' },
    code: 'RUN_WRITE_FAILED',
  },
];
