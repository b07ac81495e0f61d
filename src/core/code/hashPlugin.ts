import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isPath } from '../registry/loadPlugins.js';
import { hashed } from './hashed.js';
import { hashGraph, moduleGraph, packageOf } from './moduleGraph.js';
import { hashPackages } from './packages.js';

/** Packages that a plugin gets from intone itself, whichever are installed. */
const GIVEN = ['intone', '@sinclair/typebox'];

/**
 * SHA-256 of a third party's plugin: its file, the files that it imports by relative paths, and these in turn, with
 * all code of the packages that any of them imports. Of a plugin that is a package itself all its code counts. It
 * does not depend on where the plugin lies.
 *
 * @param source the path or the package that the config names
 * @param file the file (absolute) that it was loaded from
 */
export async function hashPlugin(source: string, file: string): Promise<string> {
  const entry = await realpath(file);
  const graph = await moduleGraph([entry]);
  const packages = new Map<string, string>();
  for (const [specifier, importer] of graph.packages) {
    const name = packageOf(specifier);
    if (name !== null) packages.set(name, importer);
  }
  const own = isPath(source) ? null : packageOf(source);
  if (own !== null) packages.set(own, file);
  return hashed([hashGraph(graph, dirname(entry)), await hashPackages(packages, GIVEN)]);
}
