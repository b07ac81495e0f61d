import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runNames } from '../../src/core/runs/find.js';
import { openRun, readEvents, type Run } from '../../src/core/runs/reader.js';
import { TINY, tinyWith } from '../cli/badInputs/row.js';
import type { startRun } from './native.mjs';

/** A folder with configs: one of a second or two, one that trains for hours, and one whose batches take seconds. */
export interface Workplace {
  readonly folder: string;
  readonly quick: string;
  readonly endless: string;
  readonly slow: string;
  readonly runs: string;
}

const SLOW = `${TINY.replace('model: mlp', 'model: cnn-bilstm')
  .replace('features: [rms]', 'features: [{ use: mel, bands: 128 }]')
  .replace('train: { epochs: 1 }', 'train: { epochs: 100, batchSize: 512 }')}pool: functionals
backend: cpu
`;

export async function workplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'intone-worker-'));
  const place = (name: string): string => join(folder, name);
  await writeFile(place('quick.yaml'), TINY);
  await writeFile(place('endless.yaml'), tinyWith('train: { epochs: 1000000 }'));
  await writeFile(place('slow.yaml'), SLOW);
  return {
    folder,
    quick: place('quick.yaml'),
    endless: place('endless.yaml'),
    slow: place('slow.yaml'),
    runs: place('runs'),
  };
}

/**
 * A config of the folder that has one plugin more, a feature whose code is given; `pure` ones may be computed in
 * several threads, for which there are clips enough.
 */
export async function withPlugin(
  { folder }: Workplace,
  name: string,
  body: string,
  { pure = false }: { pure?: boolean } = {},
): Promise<string> {
  const plugin = `import { isMainThread } from 'node:worker_threads';
import { definePlugin, Type } from 'intone';
export default definePlugin({
  kind: 'feature',
  name: '${name}',
  summary: 'Misbehaves.',
  pure: ${pure},
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    names: ['one'],
    extract: ({ frameCount }) => {
      ${body}
      return Float32Array.from({ length: frameCount }, (_, frame) => frame % 7);
    },
  }),
});
`;
  await writeFile(join(folder, `${name}.mjs`), plugin);
  const file = join(folder, `${name}.yaml`);
  const config = tinyWith(`features: [${name}]`).replace('repetitions: 1', `repetitions: ${pure ? 4 : 1}`);
  await writeFile(file, `${config}plugins: [./${name}.mjs]\n`);
  return file;
}

/** What a run of a config of the workplace is started with. */
export function options(
  { runs: runsDirectory }: Workplace,
  config: string,
  {
    outlives = false,
    overrides = [],
    threads = 1,
  }: { outlives?: boolean; overrides?: string[]; threads?: number } = {},
): Parameters<typeof startRun>[0] {
  return { work: { config, overrides, runsDirectory }, threads, outlives };
}

/** The only run of the folder. */
export async function onlyRun(runsDirectory: string): Promise<Run> {
  const [name, ...others] = await runNames(runsDirectory);
  if (others.length > 0) throw new Error(`More than one run: ${[name, ...others].join(', ')}`);
  return await openRun(join(runsDirectory, name));
}

/** Waits until a kept run is as wanted, and gives it; tells how it was at last where it never is. */
export async function runThat(
  directory: string,
  isWanted: (run: Run) => boolean | Promise<boolean>,
): Promise<Run> {
  for (let left = 600; left > 0; left--) {
    const run = await openRun(directory);
    if (await isWanted(run)) return run;
    await wait(50);
  }
  const { state, record } = await openRun(directory);
  throw new Error(`The run never came that far: ${state}, ${JSON.stringify(record.error)}`);
}

export async function isTraining(run: Run): Promise<boolean> {
  return (await readEvents(run)).some(({ type }) => type === 'epoch-finished');
}

/** Waits until a process is gone. */
export async function goneProcess(pid: number): Promise<void> {
  for (let left = 600; left > 0; left--) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await wait(50);
  }
  throw new Error(`Process ${pid} is still there.`);
}
