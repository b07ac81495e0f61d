// TypeBox is 250 small files, which are a sixth of a second at every start of the command line. The build puts them in
// one, and points the compiled code to it.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const vendor = join(dist, 'vendor');
const bundled = {
  '@sinclair/typebox': 'typebox.js',
  '@sinclair/typebox/value': 'typebox-value.js',
};

await rm(vendor, { recursive: true, force: true });
const bundle = await rolldown({
  input: Object.fromEntries(Object.entries(bundled).map(([name, file]) => [file.replace('.js', ''), name])),
  cwd: root,
  platform: 'node',
});
const licence = await readFile(join(root, 'node_modules/@sinclair/typebox/license'), 'utf8');
await bundle.write({
  dir: vendor,
  format: 'esm',
  chunkFileNames: 'typebox-[name].js',
  banner: `/*\n${licence.trim()}\n*/`,
});
await bundle.close();

for (const name of await readdir(dist, { recursive: true })) {
  if (!name.endsWith('.js') || name.startsWith('vendor')) continue;
  const file = join(dist, name);
  const compiled = await readFile(file, 'utf8');
  const pointed = compiled.replace(/ from '(@sinclair\/typebox(?:\/value)?)';/g, (_, specifier) => {
    const path = relative(dirname(file), join(vendor, bundled[specifier])).replaceAll('\\', '/');
    return ` from '${path.startsWith('.') ? path : `./${path}`}';`;
  });
  if (pointed !== compiled) await writeFile(file, pointed);
}
