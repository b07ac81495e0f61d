import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BACKEND_NO_NPM, BACKEND_NPM_FAILED } from '../../errors/backends.js';
import { isIntoneError } from '../../errors/entry.js';
import { systemCode } from '../../runs/files.js';
import { messageOf } from '../../text/words.js';
import { complaint, runCommand, type CommandOptions, type Ended } from './command.js';
import type { InstallContext } from './progress.js';

/** Quiet, and only what is asked for; what npm has in its cache it need not ask its registry for. */
const HABITS = ['--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline', '--loglevel=error'];

/**
 * Fetches an npm package and what it depends on into a folder, without running any install script.
 *
 * @throws BACKEND_NO_NPM; BACKEND_NPM_FAILED
 */
export async function npmInstall(specifier: string, folder: string, context: InstallContext): Promise<void> {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) await writeFile(manifest, '{ "private": true }\n');
  const ended = await npm(['install', '--ignore-scripts', ...HABITS, specifier], { ...context, cwd: folder });
  if (ended.code !== 0) throw BACKEND_NPM_FAILED({ package: specifier, reason: complaint(ended) });
}

/** Runs npm in a folder. */
export async function npm(argv: readonly string[], options: CommandOptions): Promise<Ended> {
  const { environment = process.env } = options;
  try {
    const [program, ...before] = npmProgram();
    return await runCommand(program, [...before, ...argv], {
      ...options,
      environment: withoutNpx(environment),
    });
  } catch (error) {
    if (options.signal.aborted || isIntoneError(error) || systemCode(error) === null) throw error;
    throw BACKEND_NO_NPM({ reason: messageOf(error) }, undefined, error);
  }
}

/** Removes the source maps of the packages in a folder: two thirds of their size, and nothing reads them. */
export async function removeSourceMaps(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const maps = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.map'));
  for (const { parentPath, name } of maps) await rm(join(parentPath, name));
}

/** npm as a script for this very Node where it lies beside it, which needs no shell on Windows. */
function npmProgram(): readonly [string, ...string[]] {
  const home = dirname(process.execPath);
  const script = [
    join(home, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(home, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find((each) => existsSync(each));
  return script === undefined ? ['npm'] : [process.execPath, script];
}

/** Without what npx hands down of the folder that it was called in, which would lead npm there. */
function withoutNpx(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const inherited = /^npm_(package_|lifecycle_|command$|config_(local_)?prefix$|config_global$)|^INIT_CWD$/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !inherited.test(name)));
}
