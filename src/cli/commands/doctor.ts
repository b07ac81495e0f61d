import { readLocal } from '../../core/config/local.js';
import { EXIT } from '../../core/errors.js';
import { builtInRegistry } from '../../plugins/index.js';
import { paletteFor } from '../colour.js';
import { conclusion, diagnose, NEEDED_NODE, type Finding } from '../diagnosis.js';
import { findingLines } from '../findingLines.js';
import { IntoneCommand } from '../intoneCommand.js';
import { runsFlag, USUAL_RUNS_FOLDER } from '../runsFolder.js';

interface Diagnosis {
  readonly intone: string;
  readonly platform: string;
  readonly findings: readonly Finding[];
}

export default class Doctor extends IntoneCommand {
  static override description = 'look at what runs need on this machine, and say what is missing';
  static override examples = ['<%= config.bin %> doctor'];
  static override flags = { runs: runsFlag };

  async run(): Promise<Diagnosis> {
    const { flags } = await this.parse(Doctor);
    const registry = builtInRegistry();
    const local = await readLocal(process.cwd(), registry);
    const findings = await diagnose(registry, local, {
      runs: flags.runs ?? local?.runs ?? USUAL_RUNS_FOLDER,
      needed: NEEDED_NODE,
    });
    const { version } = this.config;
    const platform = `${process.platform}-${process.arch}`;
    this.log(`intone ${version} on ${platform}\n`);
    this.log(findingLines(findings, paletteFor(process.stdout)));
    this.log(`\n${conclusion(findings)}`);
    if (findings.some(({ state }) => state === 'fault')) process.exitCode = EXIT.badInput;
    return { intone: version, platform, findings };
  }
}
