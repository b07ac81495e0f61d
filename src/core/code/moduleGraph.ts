import { readFile, realpath, stat } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, extname, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hashed } from './hashed.js';

/** The code that a module is made of. */
export interface ModuleGraph {
  /** Contents of the files, by their path. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** What they import from elsewhere: packages and modules of Node, with a file that does. */
  readonly packages: ReadonlyMap<string, string>;
}

const EXTENSIONS = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.json'];
const CODE = /^\.[cm]?[jt]sx?$/;

/** `from 'x'`, `import 'x'`, `import('x')`, `require('x')`, `new URL('x', import.meta.url)`. */
const SPECIFIER = /(?:\b(?:from|import|require)\s*\(?|\bnew\s+URL\s*\()\s*(['"`])([^'"`\n]+)\1/g;

/**
 * Follows the imports of some files, static and dynamic ones, through all files that are reached by relative paths.
 * It reads too much rather than too little: what only looks like an import counts as one, unless it leads to no file.
 */
export async function moduleGraph(entries: readonly string[]): Promise<ModuleGraph> {
  const files = new Map<string, Buffer>();
  const packages = new Map<string, string>();
  const visit = async (file: string): Promise<void> => {
    if (files.has(file)) return;
    const contents = await readFile(file);
    files.set(file, contents);
    if (!CODE.test(extname(file))) return;
    for (const [, , specifier] of contents.toString('utf8').matchAll(SPECIFIER)) {
      if (!isFile(specifier)) {
        packages.set(specifier, file);
        continue;
      }
      const target = await resolveFile(specifier, file);
      if (target !== null) await visit(target);
    }
  };
  for (const entry of entries) await visit(await realpath(entry));
  return { files, packages };
}

/** SHA-256 of the files' contents and of their paths, which are taken relative to a folder. */
export function hashGraph({ files }: ModuleGraph, folder: string): string {
  const lines = [...files].map(([file, contents]) => {
    return `${relative(folder, file).replaceAll(sep, '/')} ${hashed([contents])}`;
  });
  return hashed([lines.sort().join('\n')]);
}

/** The package that an import is from: `@a/b` of `@a/b/c`; null for a module of Node. */
export function packageOf(specifier: string): string | null {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return null;
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function isFile(specifier: string): boolean {
  return /^(?:\.{0,2}\/|\.{1,2}$|file:|[a-zA-Z]:[/\\])/.test(specifier);
}

/** The file that an import means, as Node, TypeScript and jiti look for it. */
async function resolveFile(specifier: string, importer: string): Promise<string | null> {
  const path = fileURLToPath(new URL(specifier, pathToFileURL(importer)));
  const typescript = path.replace(/\.([cm]?)js$/, '.$1ts');
  const candidates = [
    path,
    typescript,
    `${typescript}x`,
    ...EXTENSIONS.map((extension) => path + extension),
    ...EXTENSIONS.map((extension) => resolve(path, `index${extension}`)),
  ];
  for (const candidate of candidates) {
    const found = await stat(candidate).catch(() => null);
    if (found?.isFile() === true) return await realpath(candidate);
  }
  return null;
}

/** The folder of the package that `importer` means by a name; null where there is none. */
export async function findPackage(name: string, importer: string): Promise<string | null> {
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const candidate = resolve(folder, 'node_modules', name);
    const manifest = await stat(resolve(candidate, 'package.json')).catch(() => null);
    if (manifest?.isFile() === true) return await realpath(candidate);
    if (folder === dirname(folder)) return null;
  }
}
