import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { RunRecord } from './documents/record.js';

/** `dist/` of an installed package, `src/` where the sources run: the folder two above this file's. */
const CODE = fileURLToPath(new URL('../../', import.meta.url));
const CODE_FILE = /(?<!\.d)\.(?:js|ts|tsx|wasm)$/;
const Package = Type.Object({ version: Type.String() });

/** What computes, for the run's record: intone's version and code, Node's version, the platform. */
export async function describeSoftware(): Promise<Pick<RunRecord, 'intone' | 'node' | 'platform'>> {
  const manifest: unknown = JSON.parse(await readFile(join(CODE, '..', 'package.json'), 'utf8'));
  return {
    intone: { version: Value.Parse(Package, manifest).version, codeHash: await hashCode() },
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}

/** SHA-256 of the code files' paths and contents, so that a changed working copy of one version is told apart. */
async function hashCode(): Promise<string> {
  const names = (await readdir(CODE, { recursive: true })).filter((name) => CODE_FILE.test(name));
  const hash = createHash('sha256');
  for (const name of names.map((found) => found.replaceAll(sep, '/')).sort()) {
    hash.update(`${name}\0`).update(await readFile(join(CODE, name)));
  }
  return hash.digest('hex');
}
