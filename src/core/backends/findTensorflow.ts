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
 * loaded. A package of the project does not count where its native part is missing (its install script did not run or
 * failed) or its version is not one that intone works with.
 */
export function findTensorflow(kind: TensorflowKind, whereabouts: Whereabouts = {}): FoundTensorflow | null {
  return inProject(kind, whereabouts.from) ?? managed(kind, whereabouts.backends ?? backendsFolder());
}

/** A package of the project that cannot be used. */
export interface BrokenPackage {
  readonly directory: string;
  /** Follows the package's name: `lacks its native part …`. */
  readonly reason: string;
}

/** The project's package where it cannot be used; null where all is well or nothing is there. */
export function brokenInProject(
  kind: TensorflowKind,
  from: readonly string[] = usualPlaces(),
): BrokenPackage | null {
  const broken = packageFolders(kind, from).map((directory) => {
    const reason = whyUnusable(directory, kind);
    return reason === null ? null : { directory, reason };
  });
  return broken.includes(null) ? null : (broken[0] ?? null);
}

function inProject(kind: TensorflowKind, from: readonly string[] = usualPlaces()): FoundTensorflow | null {
  for (const directory of packageFolders(kind, from)) {
    const packageVersion = versionOf(directory);
    if (packageVersion === null || whyUnusable(directory, kind) !== null) continue;
    return { kind, directory, packageVersion, libraryVersion: libraryIn(directory), source: 'project' };
  }
  return null;
}

function whyUnusable(directory: string, kind: TensorflowKind): string | null {
  const version = versionOf(directory);
  if (version === null) return 'has a package.json that cannot be read or states no version';
  const { packageVersion } = INSTALLABLE[kind];
  if (!fits(version, packageVersion)) return `is version ${version}, and ^${packageVersion} is needed`;
  return hasBinding(directory) ? null : 'lacks its native part (its install script did not run or failed)';
}

/** Whether a version is of the range ^least, as npm has it; the last number is left out. */
function fits(version: string, least: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = least.split('.').map(Number);
  return major === leastMajor && minor >= leastMinor;
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
    const name = INSTALLABLE[kind].package;
    const { resolve } = createRequire(place);
    try {
      return [dirname(resolve(`${name}/package.json`))];
    } catch {
      // It is not there, or Node cannot read its package.json.
      const folders = (resolve.paths(name) ?? []).map((folder) => join(folder, name));
      return folders.filter((folder) => existsSync(join(folder, 'package.json'))).slice(0, 1);
    }
  });
}

/** Whether the package has its native part, for whichever version of Node's binary interface. */
export function hasBinding(directory: string): boolean {
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

/** Null where package.json cannot be read or states none. */
function versionOf(directory: string): string | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) return null;
    return typeof manifest.version === 'string' ? manifest.version : null;
  } catch {
    return null;
  }
}
