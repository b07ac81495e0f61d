import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { BACKEND_NO_COMPILER } from '../../errors/backends.js';
import { systemCode } from '../../runs/files.js';
import { runCommand } from './command.js';
import { npmInstall } from './npm.js';
import type { InstallContext } from './progress.js';

/** C++ compilers, the likeliest first. */
const COMPILERS = ['g++', 'c++', 'clang++'];
/** The npm package with the headers of Node's binary interface. */
const HEADERS_PACKAGE = 'node-api-headers';
const HEADER = 'node_api.h';

/**
 * The C++ compiler: the one that CXX names, else the first of the usual ones that starts.
 *
 * @throws BACKEND_NO_COMPILER
 */
export async function findCompiler({ signal, environment }: InstallContext): Promise<string> {
  const named = environment['CXX'] ?? '';
  const candidates = named === '' ? COMPILERS : [named];
  for (const compiler of candidates) {
    try {
      const { code } = await runCommand(compiler, ['--version'], { signal, environment });
      if (code === 0) return compiler;
    } catch (error) {
      if (systemCode(error) === null || signal.aborted) throw error;
    }
  }
  throw BACKEND_NO_COMPILER({ tried: candidates });
}

/** The folder with the headers that came with a `node`; null where it came without. */
export function headersBeside(node: string = process.execPath): string | null {
  const beside = join(dirname(dirname(realpathSync(node))), 'include', 'node');
  return existsSync(join(beside, HEADER)) ? beside : null;
}

/** The folder with Node's headers: beside `node`, else from an npm package that is fetched into the folder. */
export async function nodeHeaders(
  folder: string,
  context: InstallContext,
  beside: string | null = headersBeside(),
): Promise<string> {
  if (beside !== null) return beside;
  await npmInstall(`${HEADERS_PACKAGE}@^1.9.0`, folder, context);
  const manifest = createRequire(join(folder, 'package.json')).resolve(`${HEADERS_PACKAGE}/package.json`);
  return join(dirname(manifest), 'include');
}
