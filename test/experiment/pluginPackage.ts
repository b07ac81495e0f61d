import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Installs a package beside a config: `index.js` is its entry. */
export async function writePackage(
  folder: string,
  name: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const home = join(folder, 'node_modules', name);
  const manifest = { name, version: '1.0.0', type: 'module', exports: { import: './index.js' } };
  for (const [file, text] of Object.entries({ 'package.json': JSON.stringify(manifest), ...files })) {
    await mkdir(dirname(join(home, file)), { recursive: true });
    await writeFile(join(home, file), text);
  }
  return home;
}
