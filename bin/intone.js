#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const args = process.argv.slice(2);
const entry = new URL('../dist/cli/main.js', import.meta.url);
if (args.length === 1 && ['--version', '-v'].includes(args[0])) {
  // Nothing of what a command needs is loaded for it; the words are oclif's.
  const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  console.log(`${name}/${version} ${process.platform}-${process.arch} node-${process.version}`);
} else if (existsSync(fileURLToPath(entry))) {
  const { main } = await import(entry.href);
  process.exitCode = await main(args, fileURLToPath(new URL('..', import.meta.url)));
} else {
  process.stderr.write(
    "error[NOT_BUILT] intone has not been built.\n  help: run 'npm ci' or 'npm run build'.\n",
  );
  process.exitCode = 2;
}
