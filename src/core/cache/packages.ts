import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { findPackage } from './moduleGraph.js';

const CODE_FILE = /(?<!\.d)\.(?:[cm]?[jt]s|json|wasm|node)$/;

const Dependencies = Type.Optional(Type.Record(Type.String(), Type.String()));
const Manifest = Type.Object({
  name: Type.String(),
  dependencies: Dependencies,
  optionalDependencies: Dependencies,
});

/**
 * SHA-256 over all code of packages and of the packages that these depend on: their versions alone would not tell
 * of one that was patched or is linked from a working copy.
 *
 * @param names packages, each with a file that imports it; a name that leads to no package is passed over
 */
export async function hashPackages(names: ReadonlyMap<string, string>): Promise<string> {
  const folders = new Map<string, Static<typeof Manifest>>();
  for (const [name, importer] of names) await collect(name, importer, folders);
  const hashes = await Promise.all(
    [...folders].map(async ([folder, { name }]) => `${name} ${await hashFolder(folder)}`),
  );
  return createHash('sha256').update(hashes.sort().join('\n')).digest('hex');
}

async function collect(
  name: string,
  importer: string,
  folders: Map<string, Static<typeof Manifest>>,
): Promise<void> {
  const folder = await findPackage(name, importer);
  if (folder === null || folders.has(folder)) return;
  const file = join(folder, 'package.json');
  const manifest = Value.Parse(Manifest, JSON.parse(await readFile(file, 'utf8')));
  folders.set(folder, manifest);
  const dependencies = { ...manifest.dependencies, ...manifest.optionalDependencies };
  for (const dependency of Object.keys(dependencies)) await collect(dependency, file, folders);
}

async function hashFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && CODE_FILE.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !relative(folder, file).split(sep).includes('node_modules'))
    .sort();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256');
  files.forEach((file, index) => {
    const name = relative(folder, file).replaceAll(sep, '/');
    hash.update(`${name}\0${contents[index].length}\0`).update(contents[index]);
  });
  return hash.digest('hex');
}
