import { Args } from '@oclif/core';
import { IntoneError, IntoneErrors } from '../../core/errors.js';
import { builtInRegistry } from '../../plugins/index.js';
import { loadWithWarnings, setFlag } from '../experimentInput.js';
import { IntoneCommand } from '../intoneCommand.js';
import { locationLine } from '../printError.js';

interface Validated {
  readonly config: string;
  readonly name: string;
  readonly warnings: readonly { readonly message: string; readonly where: string }[];
}

export default class Validate extends IntoneCommand {
  static override description = 'check configs and show everything that is wrong with them';
  static override examples = [
    '<%= config.bin %> validate configs/quickstart.yaml',
    '<%= config.bin %> validate configs/*.yaml --json',
  ];
  static override args = {
    configs: Args.string({
      required: true,
      multiple: true,
      ignoreStdin: true,
      description: 'YAML files of experiments',
    }),
  };
  static override flags = { set: setFlag };

  async run(): Promise<readonly Validated[]> {
    const { args, flags } = await this.parse(Validate);
    const valid: Validated[] = [];
    const errors: IntoneError[] = [];
    for (const config of args.configs) {
      try {
        const { experiment, warnings, sweep } = await loadWithWarnings(config, flags.set);
        const members = sweep.length === 0 ? null : await countMembers(config, flags.set);
        const shown = warnings.map(({ message, where }) => ({ message, where: locationLine(where) }));
        valid.push({ config, name: experiment.name, warnings: shown });
        this.log(`${config}: valid${members === null ? '' : `, and each of its ${members} members`}`);
      } catch (error) {
        if (error instanceof IntoneErrors) errors.push(...error.errors);
        else if (error instanceof IntoneError) errors.push(error);
        else throw error;
      }
    }
    if (errors.length > 0) throw new IntoneErrors(errors);
    return valid;
  }
}

/** Checks each member of the family that a config names, and counts them. */
async function countMembers(config: string, overrides: readonly string[]): Promise<number> {
  const { planFamily } = await import('../../core/families/members.js');
  const plan = await planFamily({ configs: [config], axes: [], overrides }, builtInRegistry());
  return plan.members.length;
}
