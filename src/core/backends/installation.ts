import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { INSTALLABLE, type TensorflowKind } from './packages.js';

/** The file that says what an installation is; it is written last, so that a folder with it is whole. */
export const INSTALLATION_FILE = 'installation.json';

export const InstallationSchema = Type.Object({
  name: Type.String({ description: 'Of the backend: tensorflow or tensorflow-gpu.' }),
  package: Type.String({ description: 'The npm package.' }),
  packageVersion: Type.String(),
  libraryVersion: Type.String({ description: "TensorFlow's own version." }),
  way: Type.Union([Type.Literal('own'), Type.Literal('wheel')], {
    description: "`own`: by the package's own installer; `wheel`: TensorFlow from its Python wheel.",
  }),
  installed: Type.String({ description: 'When, ISO 8601.' }),
  bytes: Type.Integer({ description: 'What it takes on the disk.' }),
});
export type Installation = Static<typeof InstallationSchema>;

/** The whole installations of a kind in the folder, the newest version last. */
export function installations(
  folder: string,
  kind: TensorflowKind,
): readonly { readonly directory: string; readonly installation: Installation }[] {
  const { name } = INSTALLABLE[kind];
  return foldersIn(folder)
    .map((each) => ({ directory: join(folder, each), installation: readInstallation(join(folder, each)) }))
    .flatMap(({ directory, installation }) =>
      installation?.name === name ? [{ directory, installation }] : [],
    )
    .sort((one, other) => one.directory.localeCompare(other.directory, 'en', { numeric: true }));
}

/** The folder's name says what is in it: `tensorflow-4.22.0-2.21.0`. */
export function installationFolder(
  name: string,
  { packageVersion, libraryVersion }: Pick<Installation, 'packageVersion' | 'libraryVersion'>,
): string {
  return `${name}-${packageVersion}-${libraryVersion}`;
}

function readInstallation(directory: string): Installation | null {
  // What is being built lies beside, under a name that ends so.
  if (directory.endsWith('.partial')) return null;
  const file = join(directory, INSTALLATION_FILE);
  if (!existsSync(file)) return null;
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Value.Check(InstallationSchema, content) ? content : null;
  } catch {
    // Not readable, or not JSON: not an installation that intone made.
    return null;
  }
}

function foldersIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
