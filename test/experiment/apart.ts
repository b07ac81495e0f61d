import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { writeTiny } from './tiny.js';

const built = new URL('../../dist/', import.meta.url);

/** What is done in a run's process beside running. */
export interface Apart {
  /** Goes on with the latest run, in place of beginning one. */
  readonly resume?: boolean;
  /** JavaScript that is run at each `event`. */
  readonly onEvent?: string;
  /** JavaScript that is run after each file has been put in its place, whose name is `to`. */
  readonly onRename?: string;
  /** No file can be made greater, as on a disk that is full. */
  readonly fileKiB?: number;
  /** A folder of their own for the runs. */
  readonly runs?: string;
}

/** JavaScript for a process that kills itself. */
export const KILL = `process.kill(process.pid, 'SIGKILL');`;

/**
 * Runs the tiny experiment, as built into `dist/`, in a process of its own; its runs are kept in `runs` in the folder.
 *
 * @returns the signal that ended the process, and the code of the error that the run threw
 */
export async function runApart(
  folder: string,
  apart: Apart = {},
): Promise<{ signal: string | null; error: string }> {
  const { resume = false, onEvent = '', onRename = '', fileKiB = 'unlimited' } = apart;
  const { runs = join(folder, 'runs') } = apart;
  const script = join(folder, 'apart.mjs');
  await writeFile(
    script,
    `
    import { statfsSync, writeFileSync } from 'node:fs';
    import fs from 'node:fs/promises';
    import { syncBuiltinESMExports } from 'node:module';
    import { loadExperiment } from '${new URL('core/config/load.js', built).href}';
    import { runExperiment } from '${new URL('core/experiment/run.js', built).href}';
    import { resumeExperiment } from '${new URL('core/experiment/resume.js', built).href}';
    import { findRun } from '${new URL('core/runs/find.js', built).href}';
    import { builtInRegistry } from '${new URL('plugins/index.js', built).href}';
    const { rename } = fs;
    fs.rename = async (from, to) => {
      await rename(from, to);
      ${onRename}
    };
    syncBuiltinESMExports();
    const [, , file, runsDirectory] = process.argv;
    const sink = (event) => { ${onEvent} };
    const registry = builtInRegistry();
    const running = ${resume}
      ? resumeExperiment(await findRun('latest', runsDirectory), registry, { sink })
      : runExperiment(await loadExperiment(file, { registry }), { runsDirectory, sink });
    await running.catch((error) => {
      process.stdout.write(error.code ?? String(error));
    });`,
  );
  const command = `ulimit -f ${fileKiB}; exec "$@"`;
  const program = [process.execPath, script, await writeTiny(folder), runs];
  const child = spawn('bash', ['-c', command, 'bash', ...program], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise<string | null>((done) => {
    child.on('close', (_, signal) => {
      done(signal);
    });
  });
  const [error, signal] = await Promise.all([text(child.stdout), closed]);
  return { signal, error };
}
