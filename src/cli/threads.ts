import { availableParallelism } from 'node:os';
import { Flags } from '@oclif/core';
import { readLocal } from '../core/config/local.js';
import { builtInRegistry } from '../plugins/index.js';

/** `--threads`: how many threads of the machine a run may use. */
export const threadsFlag = Flags.integer({
  description:
    'threads that may compute at once; without it, the number in intone.local.yaml, or one for each core',
  helpValue: 'N',
  min: 1,
});

/** The threads that `--threads` allows, else this machine's settings, else as many as it runs at once. */
export async function threadsToUse(flag: number | undefined): Promise<number> {
  if (flag !== undefined) return flag;
  const local = await readLocal(process.cwd(), builtInRegistry());
  return local?.threads ?? availableParallelism();
}
