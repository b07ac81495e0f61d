import { Flags } from '@oclif/core';

/** `--runs`: the folder that holds kept runs. */
export const runsFlag = Flags.string({
  description: 'folder of the kept runs',
  default: 'runs',
  helpValue: 'DIR',
});
