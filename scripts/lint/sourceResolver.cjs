const { existsSync } = require('node:fs');
const { dirname, resolve } = require('node:path');

/** Tells eslint-plugin-boundaries which source file an import means: `./x.js` is written as `./x.ts`. */
exports.interfaceVersion = 2;

exports.resolve = (source, importer) => {
  if (!source.startsWith('.')) return { found: false };
  const target = resolve(dirname(importer), source);
  const candidates = [target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx'), target];
  const path = candidates.find((candidate) => existsSync(candidate));
  return path === undefined ? { found: false } : { found: true, path };
};
