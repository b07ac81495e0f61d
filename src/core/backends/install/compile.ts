import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { BACKEND_COMPILE_FAILED } from '../../errors/backends.js';
import { runCommand } from './command.js';
import { QUIET_ADDON, QUIET_SOURCE } from '../quiet.js';
import type { InstallContext } from './progress.js';
import { LIBRARIES } from './wheels.js';

/** Node's binary interface that the binding is for; every Node since 15.12 has it. */
const NAPI = 8;
const OPTIONS = ['-std=c++17', '-O2', '-fPIC', '-shared', '-w', `-DNAPI_VERSION=${NAPI}`];
/** The binding's sources in the package. */
const SOURCES = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];
/** Characters of the compiler's complaints that are shown. */
const SHOWN = 1500;

/** What is compiled, and with what. */
export interface Build {
  readonly compiler: string;
  /** The folder with Node's headers. */
  readonly headers: string;
  /** The npm package's folder. */
  readonly package: string;
  /** The installation: the wheel's folder `tensorflow` lies in it. */
  readonly folder: string;
}

/**
 * Compiles the npm package's own binding against TensorFlow's libraries, which it then finds by a path relative to
 * itself: the installation may be moved as a whole. Beside it comes the small addon that holds back what the
 * libraries print while they load.
 *
 * @throws BACKEND_COMPILE_FAILED
 */
export async function compileBinding(build: Build, context: InstallContext): Promise<void> {
  const { headers, folder } = build;
  const tensorflow = join(folder, 'tensorflow');
  const target = join(build.package, 'lib', `napi-v${NAPI}`);
  await mkdir(target, { recursive: true });
  await compile(build, context, [
    `-I${headers}`,
    `-I${join(tensorflow, 'include')}`,
    ...SOURCES,
    ...['-o', join(target, 'tfjs_binding.node')],
    ...LIBRARIES.map((library) => join(tensorflow, library)),
    `-Wl,-rpath,$ORIGIN/${relative(target, tensorflow)}`,
  ]);
  const source = join(folder, 'quiet.cc');
  await writeFile(source, QUIET_SOURCE);
  await compile(build, context, [`-I${headers}`, source, '-o', join(folder, QUIET_ADDON)]);
  await rm(source);
}

async function compile(
  { compiler, package: cwd }: Build,
  { signal, environment }: InstallContext,
  argv: readonly string[],
): Promise<void> {
  const ended = await runCommand(compiler, [...OPTIONS, ...argv], { cwd, signal, environment });
  if (ended.code === 0) return;
  const output = ended.stderr.trim().slice(0, SHOWN);
  throw BACKEND_COMPILE_FAILED({ compiler, output: output === '' ? 'it said nothing' : output });
}
