// TypeBox, yaml, ajv and csv are 450 small files, which are a fifth of a second at every start of the command line. The
// build puts each in one file of dist/vendor, with what the compiled code imports of it, and points that code there.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const BUNDLED = {
  '@sinclair/typebox': 'typebox',
  '@sinclair/typebox/value': 'typebox-value',
  ajv: 'ajv',
  yaml: 'yaml',
  'csv-parse/sync': 'csv-parse',
  'csv-stringify/sync': 'csv-stringify',
};
const IMPORT = /import \{([^}]*)\} from '([^']+)';/g;

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const vendor = join(dist, 'vendor');
await rm(vendor, { recursive: true, force: true });

/** File → text of what tsc made. */
const compiled = new Map();
/** Specifier → names that are imported of it. */
const imported = new Map(Object.keys(BUNDLED).map((specifier) => [specifier, new Set()]));
for (const name of await readdir(dist, { recursive: true })) {
  if (!name.endsWith('.js')) continue;
  const text = await readFile(join(dist, name), 'utf8');
  compiled.set(join(dist, name), text);
  for (const [, names, specifier] of text.matchAll(IMPORT)) {
    const found = names.split(',').map((each) => each.trim().split(' as ')[0]);
    found.filter((each) => each !== '').forEach((each) => imported.get(specifier)?.add(each));
  }
}

/** A module that hands on what is imported of a package; from CommonJS only what is named can be. */
const doors = {
  name: 'doors',
  resolveId: (id) => (id.startsWith('door:') ? `\0${id}` : null),
  load(id) {
    if (!id.startsWith('\0door:')) return null;
    const specifier = id.slice('\0door:'.length);
    return `export { ${[...imported.get(specifier)].join(', ')} } from ${JSON.stringify(specifier)};`;
  },
};
const bundle = await rolldown({
  input: Object.fromEntries(Object.entries(BUNDLED).map(([specifier, file]) => [file, `door:${specifier}`])),
  cwd: root,
  platform: 'node',
  plugins: [doors],
});
await bundle.write({ dir: vendor, format: 'esm', chunkFileNames: 'shared-[name].js' });
await bundle.close();

const licences = ['@sinclair/typebox/license', 'ajv/LICENSE', 'yaml/LICENSE', 'csv-parse/LICENSE'];
const texts = await Promise.all(
  licences.map(async (file) => `${file}\n\n${await readFile(join(root, 'node_modules', file), 'utf8')}`),
);
await writeFile(join(vendor, 'LICENSES.txt'), texts.join('\n\n'));

for (const [file, text] of compiled) {
  const pointed = text.replace(IMPORT, (statement, names, specifier) => {
    if (!(specifier in BUNDLED)) return statement;
    const path = relative(dirname(file), join(vendor, `${BUNDLED[specifier]}.js`)).replaceAll('\\', '/');
    return `import {${names}} from '${path.startsWith('.') ? path : `./${path}`}';`;
  });
  if (pointed !== text) await writeFile(file, pointed);
}
