// Writes oclif.manifest.json: with it the command line loads the one command that is asked for, not all of them.
import { rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Plugin } from '@oclif/core/config';

const root = fileURLToPath(new URL('..', import.meta.url));
const plugin = new Plugin({
  root,
  ignoreManifest: true,
  errorOnManifestCreate: true,
  respectNoCacheDefault: true,
});
await plugin.load();
const unfinished = `${root}/dist/manifest.${process.pid}`;
await writeFile(unfinished, `${JSON.stringify(plugin.manifest)}\n`);
await rename(unfinished, `${root}/oclif.manifest.json`);
