import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { hashed } from './hashed.js';
import { findPackage } from './moduleGraph.js';

const CODE_FILE = /(?<!\.d)\.(?:[cm]?[jt]s|json|wasm|node)$/;

const Dependencies = Type.Optional(Type.Record(Type.String(), Type.String()));
const Manifest = Type.Object({
  dependencies: Dependencies,
  optionalDependencies: Dependencies,
});

/**
 * SHA-256 over all code of packages and of the packages that these depend on: their versions alone would not tell
 * of one that was patched or is linked from a working copy.
 *
 * @param names packages, each with a file that imports it; a name that leads to no package is passed over
 * @param without packages that do not count, whoever depends on them
 */
export async function hashPackages(
  names: ReadonlyMap<string, string>,
  without: readonly string[] = [],
): Promise<string> {
  const folders = new Map<string, string>();
  for (const [name, importer] of names) await collect(name, importer, without, folders);
  const hashes = await Promise.all(
    [...folders].map(async ([folder, name]) => `${name} ${await hashFolder(folder)}`),
  );
  return hashed([hashes.sort().join('\n')]);
}

async function collect(
  name: string,
  importer: string,
  without: readonly string[],
  folders: Map<string, string>,
): Promise<void> {
  if (without.includes(name)) return;
  const folder = await findPackage(name, importer);
  if (folder === null || folders.has(folder)) return;
  const file = join(folder, 'package.json');
  const manifest = Value.Parse(Manifest, JSON.parse(await readFile(file, 'utf8')));
  folders.set(folder, name);
  const dependencies = { ...manifest.dependencies, ...manifest.optionalDependencies };
  for (const dependency of Object.keys(dependencies)) {
    await collect(dependency, file, without, folders);
  }
}

async function hashFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && CODE_FILE.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !relative(folder, file).split(sep).includes('node_modules'))
    .sort();
  const parts: (string | Uint8Array)[] = [];
  // One at a time: a great package has more files than a process may have open.
  for (const file of files) {
    const contents = await readFile(file);
    parts.push(`${relative(folder, file).replaceAll(sep, '/')}\0${contents.length}\0`, contents);
  }
  return hashed(parts);
}
