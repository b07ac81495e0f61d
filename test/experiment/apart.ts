import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { writeTiny } from './tiny.js';

const built = new URL('../../dist/', import.meta.url);

/**
 * Runs the tiny experiment, as built into `dist/`, in a process of its own; its runs are kept in `runs` in the folder.
 *
 * @param onEvent JavaScript that is run at each `event`
 * @param fileKiB no file can be made greater, as on a disk that is full
 * @returns the signal that ended the process, and the code of the error that the run threw
 */
export async function runApart(
  folder: string,
  onEvent: string,
  fileKiB: number | 'unlimited' = 'unlimited',
): Promise<{ signal: string | null; error: string }> {
  const script = join(folder, 'apart.mjs');
  await writeFile(
    script,
    `
    import { loadExperiment } from '${new URL('core/config/load.js', built).href}';
    import { runExperiment } from '${new URL('core/experiment/run.js', built).href}';
    import { builtInRegistry } from '${new URL('plugins/index.js', built).href}';
    const [, , file, runsDirectory] = process.argv;
    const sink = (event) => { ${onEvent} };
    const loaded = await loadExperiment(file, { registry: builtInRegistry() });
    await runExperiment(loaded, { runsDirectory, sink }).catch((error) => {
      process.stdout.write(error.code ?? String(error));
    });`,
  );
  const command = `ulimit -f ${fileKiB}; exec "$@"`;
  const program = [process.execPath, script, await writeTiny(folder), join(folder, 'runs')];
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
