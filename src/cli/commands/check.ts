import { Flags } from '@oclif/core';
import { loadGate } from '../../core/config/loadGate.js';
import { EXIT } from '../../core/errors.js';
import { usageErrors } from '../../core/errors/usage.js';
import type { GateCheck } from '../../core/config/experiment.js';
import { rejudge } from '../../core/experiment/rejudge.js';
import { findGatePreset } from '../../core/gate/presets.js';
import type { Verdict } from '../../core/gate/verdict.js';
import { findRun } from '../../core/runs/find.js';
import { builtInRegistry } from '../../plugins/index.js';
import { paletteFor } from '../colour.js';
import { IntoneCommand } from '../intoneCommand.js';
import { runArgument, runsFlag, runsFolder } from '../runsFolder.js';
import { verdictTable } from '../verdictTable.js';

interface Checked {
  readonly directory: string;
  readonly verdict: Verdict;
}

export default class Check extends IntoneCommand {
  static override description = 'judge a kept run again, by its own thresholds or by others';
  static override examples = [
    '<%= config.bin %> check latest',
    '<%= config.bin %> check latest --gate stricter.yaml',
    '<%= config.bin %> check 3fa2 --preset published-criteria',
  ];
  static override args = { run: runArgument };
  static override flags = {
    runs: runsFlag,
    gate: Flags.string({ description: "YAML file whose 'gate:' holds the thresholds", helpValue: 'FILE' }),
    preset: Flags.string({ description: 'thresholds by name, e.g. published-criteria', helpValue: 'NAME' }),
  };

  async run(): Promise<Checked> {
    const { args, flags } = await this.parse(Check);
    const checks = await thresholds(flags);
    const run = await findRun(args.run, await runsFolder(flags.runs));
    const verdict = await rejudge(run, checks);
    this.log(verdictTable(verdict, paletteFor(process.stdout)));
    process.exitCode = verdict.passed ? EXIT.passed : EXIT.gateFailed;
    return { directory: run.directory, verdict };
  }
}

/** The thresholds of a file or a preset; undefined: the run's own. */
async function thresholds(flags: {
  gate: string | undefined;
  preset: string | undefined;
}): Promise<readonly GateCheck[] | undefined> {
  const { gate: file, preset } = flags;
  if (file !== undefined && preset !== undefined) throw usageErrors.USAGE_TWO_GATES({ file, preset });
  if (file !== undefined) return loadGate(file, { registry: builtInRegistry() });
  return preset === undefined ? undefined : findGatePreset(preset).checks;
}
