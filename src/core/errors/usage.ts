import { defineError, EXIT } from './entry.js';

const nearestHint = (nearest: string | undefined, otherwise: string): string =>
  nearest === undefined ? otherwise : `Did you mean '${nearest}'?`;

/** Mistakes on the command line itself. */
export const usageErrors = {
  USAGE_UNKNOWN_COMMAND: defineError(
    'USAGE_UNKNOWN_COMMAND',
    'The command line names a command that does not exist.',
    (p: { command: string; commands: readonly string[]; nearest: string | undefined }) => ({
      message: `There is no command '${p.command}'.`,
      allowed: p.commands.join(', '),
      hint: nearestHint(p.nearest, "Run 'intone help' for what each command does."),
    }),
  ),
  USAGE_UNKNOWN_FLAG: defineError(
    'USAGE_UNKNOWN_FLAG',
    'The command line has a flag that the command does not know.',
    (p: { flag: string; command: string; flags: readonly string[]; nearest: string | undefined }) => ({
      message: `'intone ${p.command}' knows no flag '${p.flag}'.`,
      allowed: p.flags.join(', '),
      hint: nearestHint(p.nearest, `Run 'intone help ${p.command}' for what each flag does.`),
    }),
  ),
  USAGE_MISSING_ARGUMENT: defineError(
    'USAGE_MISSING_ARGUMENT',
    'The command line lacks an argument that the command needs.',
    (p: { command: string; missing: readonly string[] }) => ({
      message: `'intone ${p.command}' needs ${p.missing.join(' and ')}.`,
      hint: `Run 'intone help ${p.command}' for an example.`,
    }),
  ),
  USAGE_UNEXPECTED_ARGUMENT: defineError(
    'USAGE_UNEXPECTED_ARGUMENT',
    'The command line has more arguments than the command takes.',
    (p: { command: string; extra: readonly string[] }) => ({
      message: `'intone ${p.command}' does not take ${p.extra.map((word) => `'${word}'`).join(', ')}.`,
      hint: `Run 'intone help ${p.command}' for what it takes.`,
    }),
  ),
  USAGE_BAD_FLAG: defineError(
    'USAGE_BAD_FLAG',
    'A flag on the command line has no value, a value that it does not take, or a flag that it does not go with.',
    (p: { command: string; reason: string }) => ({
      message: p.reason,
      hint: `Run 'intone help ${p.command}' for what each flag takes.`,
    }),
  ),
  SYSTEM_REFUSED: defineError(
    'SYSTEM_REFUSED',
    'The operating system refused to read or write a file.',
    (p: { reason: string; hint: string }) => ({ message: p.reason, hint: p.hint }),
  ),
  INTERRUPTED: defineError(
    'INTERRUPTED',
    'The command was stopped with Ctrl-C before it was done.',
    () => ({ message: 'Interrupted.', hint: 'Nothing was kept; start it again.' }),
    EXIT.interrupted,
  ),
  CLIP_FILE_UNREADABLE: defineError(
    'CLIP_FILE_UNREADABLE',
    'A recording named on the command line does not exist or cannot be read.',
    (p: { clip: string; reason: string }) => ({
      message: `The recording '${p.clip}' cannot be read: ${p.reason}.`,
      hint: 'Check the path; each recording is a WAV, FLAC, MP3 or Ogg file.',
    }),
  ),
  CLIP_FILE_UNUSABLE: defineError(
    'CLIP_FILE_UNUSABLE',
    'A recording named on the command line holds no audio that can be used.',
    (p: { clip: string; reason: string; detail: string }) => ({
      message: `The recording '${p.clip}' is ${p.reason}: ${p.detail}.`,
      allowed: 'A whole audio file that is not silent: WAV, FLAC, MP3 or Ogg.',
    }),
  ),
  USAGE_RESUME_WITH_MORE: defineError(
    'USAGE_RESUME_WITH_MORE',
    "'intone run --resume' was given a config or what changes one; a run goes on with the config that it keeps.",
    (p: { run: string; extra: readonly string[] }) => ({
      message: `A run goes on with the config that it was begun with; ${p.extra.join(' and ')} cannot change that.`,
      allowed: '--resume RUN, with --runs, --cache, --no-cache, --threads, --detach, --plain or --json',
      hint: `Run 'intone run --resume ${p.run}', or leave out --resume for a run of its own.`,
    }),
  ),
  USAGE_WATCH_SEVERAL: defineError(
    'USAGE_WATCH_SEVERAL',
    "'intone watch' was given several runs where there is no screen to show them on.",
    (p: { runs: readonly string[] }) => ({
      message: `Line by line one run can be followed, not ${p.runs.length}.`,
      allowed: 'One run, or several in a terminal without --plain and --json.',
      hint: "Name one run, or hold them against each other with 'intone compare'.",
    }),
  ),
  USAGE_WATCH_APART: defineError(
    'USAGE_WATCH_APART',
    "'intone watch' was given runs of different folders.",
    (p: { folders: readonly string[] }) => ({
      message: `The runs are kept in different folders: ${p.folders.join(', ')}.`,
      allowed: 'Runs of one folder.',
      hint: 'Watch each folder in a terminal of its own, or copy the runs into one.',
    }),
  ),
  USAGE_TWO_GATES: defineError(
    'USAGE_TWO_GATES',
    'A command was given both a file and a preset of thresholds.',
    (p: { file: string; preset: string }) => ({
      message: `Thresholds come from '${p.file}' or from the preset '${p.preset}', not from both.`,
      hint: 'Leave out --gate or --preset; the file can name the preset itself.',
    }),
  ),
};
