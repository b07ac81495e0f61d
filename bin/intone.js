#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const entry = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(fileURLToPath(entry))) {
  const { main } = await import(entry.href);
  process.exitCode = await main(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url)));
} else {
  process.stderr.write(
    "error[NOT_BUILT] intone has not been built.\n  help: run 'npm ci' or 'npm run build'.\n",
  );
  process.exitCode = 2;
}
