import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/**
 * Runs the tiny experiment in a process of its own; its runs are kept in `runs` in the folder.
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
  const script = join(folder, 'apart.mts');
  await writeFile(
    script,
    `
    import { loadTiny } from '${new URL('test/experiment/tiny.ts', root).href}';
    import { runExperiment } from '${new URL('src/core/experiment/run.ts', root).href}';
    const folder = process.argv[2];
    const sink = (event) => { ${onEvent} };
    const loaded = await loadTiny(folder);
    await runExperiment(loaded, { runsDirectory: folder + '/runs', sink }).catch((error) => {
      process.stdout.write(error.code ?? String(error));
    });`,
  );
  const command = `ulimit -f ${fileKiB}; exec "$0" --import jiti/register "$1" "$2"`;
  const child = spawn('bash', ['-c', command, process.execPath, script, folder], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let error = '';
  child.stdout.on('data', (chunk) => (error += String(chunk)));
  const signal = await new Promise<string | null>((resolve) => {
    child.on('close', (_, name) => {
      resolve(name);
    });
  });
  return { signal, error };
}
