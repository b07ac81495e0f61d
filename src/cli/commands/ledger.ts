import { Flags } from '@oclif/core';
import { Ledger, type Look } from '../../core/honesty/ledger.js';
import { figure } from '../figures.js';
import { IntoneCommand } from '../intoneCommand.js';
import { plainTable } from '../plainTable.js';
import { runsFlag, runsFolder } from '../runsFolder.js';

const PART_SHOWN = 8;

/** A look, and the how-many-eth it is at its held-out part. */
interface CountedLook extends Look {
  readonly look: number;
}

export default class LedgerCommand extends IntoneCommand {
  static override description = `list the looks at held-out parts, the first one at the top

A run looks once, when its evaluate stage opens the held-out part. A part is known by its clips, so that another split
holds out another one. Removing a run removes no look.`;
  static override examples = [
    '<%= config.bin %> ledger',
    '<%= config.bin %> ledger --part 3fa2',
    '<%= config.bin %> ledger --json',
  ];
  static override flags = {
    part: Flags.string({
      description: 'only this held-out part, by the beginning of its hash',
      helpValue: 'HASH',
    }),
    metric: Flags.string({ description: 'overall metric to show', helpValue: 'METRIC', default: 'uar' }),
    runs: runsFlag,
  };

  async run(): Promise<readonly CountedLook[]> {
    const { flags } = await this.parse(LedgerCommand);
    const folder = await runsFolder(flags.runs);
    const counts = new Map<string, number>();
    const all = (await new Ledger(folder).looks()).map((look): CountedLook => {
      const count = (counts.get(look.heldOut) ?? 0) + 1;
      counts.set(look.heldOut, count);
      return { ...look, look: count };
    });
    const { part = '' } = flags;
    const looks = all.filter(({ heldOut }) => heldOut.startsWith(part));
    if (looks.length === 0) {
      this.log(
        `No run in '${folder}' has looked at ${part === '' ? 'a held-out part' : `the part '${part}'`}.`,
      );
      return looks;
    }
    const rows = looks.map((look) => [
      look.heldOut.slice(0, PART_SHOWN),
      String(look.look),
      look.time.slice(0, 19).replace('T', ' '),
      look.user,
      look.run,
      look.overall === null ? 'no score' : figure(look.overall[flags.metric] ?? null),
    ]);
    const head = ['part', 'look', 'when (UTC)', 'who', 'run', flags.metric];
    this.log(plainTable(head, rows, ['left', 'right', 'left', 'left', 'left', 'right']));
    const parts = [...new Set(looks.map(({ heldOut }) => heldOut))];
    this.log('');
    for (const heldOut of parts) {
      const [{ clips, speakers }] = looks.filter((look) => look.heldOut === heldOut);
      const times = counts.get(heldOut) ?? 0;
      const about = `${clips} clips of ${speakers} ${speakers === 1 ? 'speaker' : 'speakers'}`;
      this.log(
        `${heldOut.slice(0, PART_SHOWN)}: ${about}, looked at ${times === 1 ? 'once' : `${times} times`}`,
      );
    }
    return looks;
  }
}
