import { existsSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BACKEND_BAD_WHEEL, BACKEND_FILE_MISSING } from '../../errors/backends.js';
import { megabytes } from '../../text/figures.js';
import { compileBinding } from './compile.js';
import { download } from './download.js';
import { checkHash } from './hash.js';
import { locate } from './locate.js';
import type { InstallContext } from './progress.js';
import { findCompiler, nodeHeaders } from './toolchain.js';
import { unpack } from './unpack.js';
import { isWanted, LIBRARIES, type Wheel } from './wheels.js';

/** Where the wheels come from. */
export interface WheelSource {
  /** A wheel, or a folder of wheels, on this machine. */
  readonly from?: string;
  /** The address of a package index. */
  readonly index?: string;
  /** Where downloads lie meanwhile. */
  readonly downloads: string;
}

/** Builds the native part of the package from TensorFlow's wheels, in the folder that npm installed it into. */
export async function wheelWay(
  build: { readonly folder: string; readonly package: string },
  wheels: readonly Wheel[],
  source: WheelSource,
  context: InstallContext,
): Promise<void> {
  const { signal, report } = context;
  // What may be missing is asked for before anything is downloaded.
  const compiler = await findCompiler(context);
  const files =
    source.from === undefined
      ? await fetched(wheels, source, context)
      : await given(source.from, wheels, context);
  const total = wheels.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  report({ type: 'step', text: `unpacking ${megabytes(total)}` });
  let done = 0;
  const written = (bytes: number): void => {
    done += bytes;
    report({ type: 'progress', done, total });
  };
  const unpacked: string[] = [];
  for (const file of files)
    unpacked.push(...(await unpack(file, build.folder, isWanted, { signal, written })));
  const missing = LIBRARIES.find((library) => !unpacked.includes(`tensorflow/${library}`));
  if (missing !== undefined)
    throw BACKEND_BAD_WHEEL({ file: basename(files[0]), reason: `it has no ${missing}` });
  report({ type: 'step', text: `compiling the binding with ${compiler}` });
  const headers = await nodeHeaders(build.folder, context);
  await compileBinding({ ...build, compiler, headers }, context);
  // Only the compiler reads them.
  await rm(join(build.folder, 'tensorflow', 'include'), { recursive: true, force: true });
}

/** The wheels on this machine, each held against its hash. */
async function given(
  from: string,
  wheels: readonly Wheel[],
  { signal, report }: InstallContext,
): Promise<readonly string[]> {
  const isFolder = await stat(from).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  // A single file may have any name: its hash says what it is.
  const files = isFolder || wheels.length > 1 ? wheels.map(({ file }) => join(from, file)) : [from];
  const missing = files.filter((file) => !existsSync(file)).map((file) => basename(file));
  if (missing.length > 0) throw BACKEND_FILE_MISSING({ from, missing });
  report({ type: 'step', text: `checking ${from}` });
  for (const [i, file] of files.entries()) await checkHash(file, wheels[i], signal);
  return files;
}

/** The wheels from where pip or an index says they are; one that is on this machine already stays where it is. */
async function fetched(
  wheels: readonly Wheel[],
  { index, downloads }: WheelSource,
  context: InstallContext,
): Promise<readonly string[]> {
  const targets = wheels.map(({ file }) => join(downloads, file));
  if (targets.every((file) => existsSync(file))) return targets;
  const urls = await locate(wheels, index, context);
  const total = wheels.reduce((sum, { bytes }) => sum + bytes, 0);
  const hosts = [...new Set(urls.map((url) => new URL(url).host))].filter((host) => host !== '');
  context.report({
    type: 'step',
    text: `downloading ${megabytes(total)}${hosts.length > 0 ? ` from ${hosts.join(', ')}` : ''}`,
  });
  const files: string[] = [];
  let before = 0;
  for (const [i, wheel] of wheels.entries()) {
    const url = urls[i];
    const already = before;
    if (url.startsWith('file:')) {
      await checkHash(fileURLToPath(url), wheel, context.signal);
      files.push(fileURLToPath(url));
    } else {
      const report: InstallContext['report'] = (heard) => {
        context.report(heard.type === 'progress' ? { ...heard, done: already + heard.done, total } : heard);
      };
      if (!existsSync(targets[i])) await download(url, targets[i], wheel, { ...context, report });
      files.push(targets[i]);
    }
    before += wheel.bytes;
  }
  return files;
}
