import { Args } from '@oclif/core';
import { createFeaturePath } from '../../core/experiment/plugins.js';
import { clipValues, type ClipValues } from '../clipValues.js';
import { paletteFor } from '../colour.js';
import { configArgument, loadWithWarnings, setFlag } from '../experimentInput.js';
import { IntoneCommand } from '../intoneCommand.js';
import { plainTable } from '../plainTable.js';

export default class Features extends IntoneCommand {
  static override description = 'compute what the model would see of a recording, before scaling';
  static override examples = ['<%= config.bin %> features configs/quickstart.yaml clip.wav --json'];
  static override args = {
    config: configArgument,
    clips: Args.string({ required: true, multiple: true, ignoreStdin: true, description: 'audio files' }),
  };
  static override flags = { set: setFlag };

  async run(): Promise<readonly ClipValues[]> {
    const { args, flags } = await this.parse(Features);
    const { experiment, registry } = await loadWithWarnings(args.config, flags.set);
    const path = createFeaturePath(experiment, registry, (message) => {
      this.logToStderr(`warning: ${message}`);
    });
    const results: ClipValues[] = [];
    for (const clip of args.clips) {
      const result = await clipValues(clip, path);
      results.push(result);
      this.log(`${paletteFor(process.stdout).strong(clip)}\n${valueTable(result)}\n`);
    }
    return results;
  }
}

/** A table for each input: those of one have the same number of steps. */
function valueTable({ values }: ClipValues): string {
  const rows = Object.entries(values).map(([name, value]) => [
    name,
    ...[value].flat().map((number) => number.toPrecision(6)),
  ]);
  const lengths = [...new Set(rows.map(({ length }) => length))];
  const tables = lengths.map((length) => {
    const steps = Array.from({ length: length - 1 }, (_, step) => `step ${step + 1}`);
    const heads = length === 2 ? ['value'] : steps;
    const own = rows.filter((row) => row.length === length);
    return plainTable(['feature', ...heads], own, ['left', ...heads.map(() => 'right' as const)]);
  });
  return tables.join('\n\n');
}
