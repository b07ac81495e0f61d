import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { backendsFolder } from './folder.js';
import { installations } from './installation.js';
import { INSTALLABLE, type TensorflowKind } from './packages.js';

/** An installation of @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu that has its native part. */
export interface FoundTensorflow {
  readonly kind: TensorflowKind;
  /** The package's own folder, the one with its package.json; absolute. */
  readonly directory: string;
  /** Of the npm package, e.g. 4.22.0. */
  readonly packageVersion: string;
  /** TensorFlow's own version, e.g. 2.21.0; null where the package does not show it. */
  readonly libraryVersion: string | null;
  /** `project`: among the dependencies of intone or of the folder that it runs in; `managed`: brought by intone. */
  readonly source: 'project' | 'managed';
}

/** Where to look; given by tests. */
export interface Whereabouts {
  /** Modules that the package is looked for from, as `require` does: intone's own, and the working folder's. */
  readonly from?: readonly string[];
  /** The folder of the installed backends. */
  readonly backends?: string;
}

/**
 * Finds TensorFlow for Node: first as the project has it, then as `intone backend install` brought it. Nothing is
 * loaded. A package whose native part is missing (its install script did not run or failed) does not count.
 */
export function findTensorflow(kind: TensorflowKind, whereabouts: Whereabouts = {}): FoundTensorflow | null {
  return inProject(kind, whereabouts.from) ?? managed(kind, whereabouts.backends ?? backendsFolder());
}

/** The package's folder in the project although its native part is missing; null where all is well or nothing is there. */
export function brokenInProject(
  kind: TensorflowKind,
  from: readonly string[] = usualPlaces(),
): string | null {
  const folders = packageFolders(kind, from);
  return folders.some(hasBinding) ? null : (folders[0] ?? null);
}

function inProject(kind: TensorflowKind, from: readonly string[] = usualPlaces()): FoundTensorflow | null {
  const directory = packageFolders(kind, from).find(hasBinding);
  if (directory === undefined) return null;
  const packageVersion = versionOf(directory);
  return { kind, directory, packageVersion, libraryVersion: libraryIn(directory), source: 'project' };
}

function managed(kind: TensorflowKind, backends: string): FoundTensorflow | null {
  const newest = installations(backends, kind).at(-1);
  if (newest === undefined) return null;
  const { packageVersion, libraryVersion } = newest.installation;
  const directory = packageDirectory(newest.directory, kind);
  if (!hasBinding(directory)) return null;
  return { kind, directory, packageVersion, libraryVersion, source: 'managed' };
}

/** The package's folder in a folder that npm installed it into. */
export function packageDirectory(installation: string, kind: TensorflowKind): string {
  return join(installation, 'node_modules', INSTALLABLE[kind].package);
}

function usualPlaces(): readonly string[] {
  return [import.meta.url, pathToFileURL(join(process.cwd(), 'package.json')).href];
}

function packageFolders(kind: TensorflowKind, from: readonly string[]): readonly string[] {
  return from.flatMap((place) => {
    try {
      return [dirname(createRequire(place).resolve(`${INSTALLABLE[kind].package}/package.json`))];
    } catch {
      return [];
    }
  });
}

/** Whether the package has its native part, for whichever version of Node's binary interface. */
function hasBinding(directory: string): boolean {
  return namesIn(join(directory, 'lib')).some((abi) =>
    existsSync(join(directory, 'lib', abi, 'tfjs_binding.node')),
  );
}

/** The version that the shared library's file name states, where it does: libtensorflow.so.2.9.1. */
function libraryIn(directory: string): string | null {
  for (const name of namesIn(join(directory, 'deps', 'lib'))) {
    const stated = /^libtensorflow[a-z_]*\.(?:so\.)?(\d+\.\d+\.\d+)/.exec(name);
    if (stated !== null) return stated[1];
  }
  return null;
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function versionOf(directory: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new TypeError(`The package in '${directory}' states no version.`);
}
