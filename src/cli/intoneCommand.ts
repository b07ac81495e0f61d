import { Command, Flags } from '@oclif/core';
import { explainUsage } from './explainUsage.js';

/** What every command of intone has: `--json`, `--verbose`, and errors that `main` prints. */
export abstract class IntoneCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = {
    verbose: Flags.boolean({ description: "show the stack of a fault of intone's own", helpGroup: 'GLOBAL' }),
  };

  /** Passes every error on to `main`, which prints it and knows its exit code. */
  protected override catch(error: unknown): Promise<never> {
    const json = this.ctor.enableJsonFlag ? ['json'] : [];
    const flags = [...Object.keys({ ...this.ctor.flags, ...this.ctor.baseFlags }), ...json];
    const explained = explainUsage(error, {
      command: (this.id ?? '').replaceAll(':', ' '),
      flags: flags.map((name) => `--${name}`),
    });
    return Promise.reject(explained instanceof Error ? explained : new Error(String(explained)));
  }
}
