import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { Flags } from '@oclif/core';
import { usualCacheFolder } from '../core/cache/usualFolder.js';
import { readLocal } from '../core/config/local.js';
import { builtInRegistry } from '../plugins/index.js';

const WITHOUT = "without it, INTONE_CACHE, the one in intone.local.yaml, or the user's cache folder";

/** `--cache`: the folder of the feature cache. */
export const cacheFlag = Flags.string({
  description: `folder of the feature cache; ${WITHOUT}`,
  helpValue: 'DIR',
});

/** `--cache DIR` and `--no-cache`, for commands that compute features. */
export const cacheFlags = {
  cache: cacheFlag,
  'no-cache': Flags.boolean({
    description: 'compute all features anew, and keep none',
    exclusive: ['cache'],
  }),
};

/** The folder that `--cache` names, else the environment, the machine's settings, or the platform; absolute. */
export async function cacheFolder(flag: string | undefined): Promise<string> {
  const { INTONE_CACHE = '', ...environment } = process.env;
  const named = flag ?? (INTONE_CACHE === '' ? undefined : INTONE_CACHE);
  if (named !== undefined) return resolve(named);
  const local = await readLocal(process.cwd(), builtInRegistry());
  if (local?.cache !== undefined) return resolve(local.cache);
  return usualCacheFolder({ platform: process.platform, environment, home: homedir() });
}

/** The folder for a run; undefined under `--no-cache`. */
export async function runCacheFolder(flags: {
  readonly cache?: string | undefined;
  readonly 'no-cache': boolean;
}): Promise<string | undefined> {
  return flags['no-cache'] ? undefined : await cacheFolder(flags.cache);
}
