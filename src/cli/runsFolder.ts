import { Args, Flags } from '@oclif/core';
import { readLocal } from '../core/config/local.js';
import { builtInRegistry } from '../plugins/index.js';

/** `RUN`: the kept run that a command is about. */
export const runArgument = Args.string({
  required: true,
  ignoreStdin: true,
  description: "path, name, beginning of the name, or hash of a run; or 'latest'",
});

/** `--runs`: the folder that holds kept runs. */
export const runsFlag = Flags.string({
  description: "folder of the kept runs; without it, the one in intone.local.yaml, or 'runs'",
  helpValue: 'DIR',
});

export const USUAL_RUNS_FOLDER = 'runs';

/** The folder that `--runs` names, else the one of this machine's settings. */
export async function runsFolder(flag: string | undefined): Promise<string> {
  if (flag !== undefined) return flag;
  const local = await readLocal(process.cwd(), builtInRegistry());
  return local?.runs ?? USUAL_RUNS_FOLDER;
}
