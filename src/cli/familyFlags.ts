import { Flags } from '@oclif/core';
import type { ShownResults } from './familyTable.js';

/** How the results of a family are printed. */
export const resultFlags = {
  part: Flags.option({
    options: ['test', 'validation'] as const,
    default: 'test' as const,
    description: 'part whose metrics are shown',
  })(),
  metrics: Flags.string({
    description: 'overall metrics to show, with commas between them, e.g. uar,f1.macro',
    helpValue: 'METRICS',
  }),
  best: Flags.string({
    description: 'also rank the settings by the mean of a metric of the validation part, e.g. uar',
    helpValue: 'METRIC',
  }),
  markdown: Flags.boolean({ description: 'print tables in Markdown' }),
};

export function shownResults(flags: {
  readonly part: 'test' | 'validation';
  readonly metrics: string | undefined;
  readonly markdown: boolean;
}): ShownResults {
  const { part, markdown, metrics = '' } = flags;
  const names = metrics.split(',').map((name) => name.trim());
  return { part, markdown, metrics: names.filter((name) => name !== '') };
}
