import { Args, Flags } from '@oclif/core';
import {
  addNote,
  readAnnotations,
  removeNote,
  type Annotations,
} from '../../core/runs/collection/annotations.js';
import { findRun } from '../../core/runs/find.js';
import type { Run } from '../../core/runs/reader.js';
import { noteLines } from '../annotationLines.js';
import { IntoneCommand } from '../intoneCommand.js';
import { runArgument, runsFlag, runsFolder } from '../runsFolder.js';

interface Noted {
  readonly run: string;
  readonly notes: Annotations['notes'];
}

export default class Note extends IntoneCommand {
  static override description = 'write a note about a run, remove one, or show them';
  static override examples = [
    '<%= config.bin %> note latest "angry fell after the crop was moved"',
    '<%= config.bin %> note latest',
    '<%= config.bin %> note latest --remove 2',
  ];
  static override args = {
    run: runArgument,
    text: Args.string({ ignoreStdin: true, description: 'what to write; without it, the notes are shown' }),
  };
  static override flags = {
    runs: runsFlag,
    remove: Flags.integer({ description: 'number of a note to remove', helpValue: 'NUMBER' }),
  };

  async run(): Promise<Noted> {
    const { args, flags } = await this.parse(Note);
    const run = await findRun(args.run, await runsFolder(flags.runs));
    const { notes } = await changed(run, args.text, flags.remove);
    this.log(notes.length === 0 ? `${run.name} has no note.` : noteLines(notes).join('\n'));
    return { run: run.name, notes };
  }
}

async function changed(run: Run, text: string | undefined, remove: number | undefined): Promise<Annotations> {
  const removed = remove === undefined ? await readAnnotations(run) : await removeNote(run, remove);
  return text === undefined ? removed : await addNote(run, text, new Date());
}
