import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashed } from '../code/hashed.js';
import { hashPlugin } from '../code/hashPlugin.js';
import { hashGraph, moduleGraph, packageOf, type ModuleGraph } from '../code/moduleGraph.js';
import { hashPackages } from '../code/packages.js';

/** SHA-256 of the code that makes rows, or the reason why it cannot be told what makes them. */
export type CodeHash =
  { readonly known: true; readonly hash: string } | { readonly known: false; readonly obstacle: string };

/** `dist/` of an installed package, `src/` where the sources run: the folder two above this file's. */
const CODE = fileURLToPath(new URL('../../', import.meta.url));

/** Where the way from a clip's bytes to its row begins; the rest is reached from here. */
const FEATURE_PATH = [
  'core/authoring',
  'core/experiment/clipFeatures',
  'core/experiment/plugins',
  'core/registry/registry',
  'plugins/audio/index',
  'plugins/features/index',
  'plugins/pooling/index',
];

let own: Promise<CodeHash> | undefined;

/** The code of this intone on the way from a clip to its row, read once. */
export async function ownCode(): Promise<CodeHash> {
  own ??= featurePathCode(CODE);
  return await own;
}

/**
 * The code on the way from a clip to its row, with the packages that it is built on.
 *
 * @param root the folder that holds `core` and `plugins`
 * @param since files that changed after this moment (ms since 1970) may be other ones than those that were loaded
 */
export async function featurePathCode(root: string, since = performance.timeOrigin): Promise<CodeHash> {
  const extension = extname(fileURLToPath(import.meta.url));
  const graph = await moduleGraph(FEATURE_PATH.map((name) => join(root, name + extension)));
  const changed = await changedSince(graph, since);
  if (changed !== null) return { known: false, obstacle: changed };
  const packages = new Map<string, string>();
  for (const [specifier, importer] of graph.packages) {
    const name = packageOf(specifier);
    if (name !== null && name !== 'intone') packages.set(name, importer);
  }
  return { known: true, hash: hashed([hashGraph(graph, root), await hashPackages(packages)]) };
}

/**
 * The code of a third party's plugin, with what it imports.
 *
 * @param source the path or the package that the config names
 * @param file the file that it was loaded from
 * @param since as above
 */
export async function pluginCode(
  source: string,
  file: string,
  since = performance.timeOrigin,
): Promise<CodeHash> {
  const changed = await changedSince(await moduleGraph([file]), since);
  if (changed !== null) return { known: false, obstacle: changed };
  return { known: true, hash: await hashPlugin(source, file) };
}

async function changedSince({ files }: ModuleGraph, since: number): Promise<string | null> {
  for (const file of files.keys()) {
    const { mtimeMs, ctimeMs } = await stat(file);
    if (Math.max(mtimeMs, ctimeMs) > since) return `${file} was changed after the program started`;
  }
  return null;
}
