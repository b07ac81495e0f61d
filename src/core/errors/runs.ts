import { defineError, EXIT } from './entry.js';
import type { CatalogueEntry } from './entry.js';

export const RUN_NOT_FOUND = defineError(
  'RUN_NOT_FOUND',
  'No kept run has the given path, name, prefix or hash.',
  (p: { run: string; runsDirectory: string; known: readonly string[] }) => ({
    message: `There is no run '${p.run}', neither as a path nor in '${p.runsDirectory}'.`,
    allowed:
      p.known.length === 0
        ? `'${p.runsDirectory}' holds no run yet.`
        : `A path, a run's name, its beginning or its hash, or 'latest'. The last ones: ${p.known.join(', ')}.`,
    hint: "List the runs with 'intone runs', or name another folder with --runs.",
  }),
);

export const RUN_AMBIGUOUS = defineError(
  'RUN_AMBIGUOUS',
  'The beginning or hash given for a run fits more than one.',
  (p: { run: string; matches: readonly string[] }) => ({
    message: `'${p.run}' fits ${p.matches.length} runs: ${p.matches.join(', ')}.`,
    hint: 'Give more of the name.',
  }),
);

export const RUN_UNFINISHED = defineError(
  'RUN_UNFINISHED',
  'The run did not finish, so it has no results to show, check or predict with.',
  (p: { run: string; state: string; why: string }) => ({
    message: `The run '${p.run}' is not finished: ${p.why}.`,
    allowed: `A run whose state is 'finished'; this one's is '${p.state}'.`,
    hint:
      p.state === 'running'
        ? 'Wait until it has finished.'
        : `Go on with 'intone run --resume ${p.run}'; what it did is in events.jsonl.`,
  }),
);

export const RUN_DAMAGED = defineError(
  'RUN_DAMAGED',
  'A run directory lacks a file, or holds one that intone did not write so.',
  (p: { run: string; problems: readonly string[] }) => ({
    message: `The run directory '${p.run}' is damaged: ${p.problems.join('; ')}.`,
    hint: 'Restore the directory from where it was copied, or run the experiment again.',
  }),
);

export const RUN_FORMAT_UNKNOWN = defineError(
  'RUN_FORMAT_UNKNOWN',
  'The run was written by a version of intone whose run directories this one does not read.',
  (p: { run: string; found: number; known: number }) => ({
    message: `The run directory '${p.run}' has format ${p.found}.`,
    allowed: `This version of intone reads format ${p.known}.`,
    hint: 'Open it with the version of intone that is named in its run.json.',
  }),
);

export const RUN_FILE_UNREADABLE = defineError(
  'RUN_FILE_UNREADABLE',
  'The operating system does not let a file of a run be read.',
  (p: { file: string; reason: string }) => ({
    message: `Cannot read '${p.file}': ${p.reason}.`,
    hint: 'Check the permissions of the file and of its folders.',
  }),
);

export const RUN_WRITE_FAILED = defineError(
  'RUN_WRITE_FAILED',
  'A run cannot be kept: the disk is full, the folder is read-only, or the like.',
  (p: { file: string; reason: string }) => ({
    message: `Cannot write '${p.file}': ${p.reason}.`,
    hint: 'Free some space or mend the permissions, or keep runs in another folder with --runs DIR.',
  }),
);

export const RUN_INTERRUPTED = defineError(
  'RUN_INTERRUPTED',
  'The run was stopped by a signal (Ctrl-C) or a request before its end.',
  (p: { run: string; stage: string | null; training: string | null }) => ({
    message:
      p.training ??
      (p.stage === null ? 'The run was interrupted.' : `The run was interrupted in the stage '${p.stage}'.`),
    hint: `What it did is saved. Go on with 'intone run --resume ${p.run}'.`,
  }),
  EXIT.interrupted,
);

export const RUN_BUSY = defineError(
  'RUN_BUSY',
  'Another process writes the run.',
  (p: { run: string; pid: number; host: string; thisHost: boolean }) => ({
    message: `The run '${p.run}' is being written by the process ${p.pid} on ${p.host}.`,
    allowed: 'One process a run.',
    hint: p.thisHost
      ? `Wait until it has finished, or stop it; 'intone watch ${p.run}' shows it.`
      : `Whether that process still lives can only be seen on ${p.host}. If it does not, remove the file 'lock' in the run's folder.`,
  }),
);

export const RUN_ALREADY_FINISHED = defineError(
  'RUN_ALREADY_FINISHED',
  'A run that is to be resumed has come to its end already.',
  (p: { run: string }) => ({
    message: `The run '${p.run}' is finished: there is nothing left to resume.`,
    allowed: 'A run that died, was interrupted, or failed.',
    hint: `See it with 'intone show ${p.run}'; to train for longer, run the experiment anew with --set train.epochs=N.`,
  }),
);

export const RUN_RESUME_DIFFERS = defineError(
  'RUN_RESUME_DIFFERS',
  'What a run is to be resumed with is not what it was begun with, so its result would not be that of one run.',
  (p: {
    run: string;
    differences: readonly { what: string; kept: string; now: string; mend: string }[];
  }) => ({
    message: `The run '${p.run}' cannot go on as it began: ${p.differences
      .map(({ what, kept, now }) => `${what} was ${kept} and is ${now}`)
      .join('; ')}.`,
    allowed:
      'What the run was begun with: a resumed run has the same bits as one that was never interrupted.',
    hint: `${p.differences.map(({ mend }) => mend).join(' ')} Or run the experiment anew.`,
  }),
);

export const RUN_NOT_RUNNING = defineError(
  'RUN_NOT_RUNNING',
  'A run is asked to pause, stop or the like, and it is not under way.',
  (p: { run: string; state: string; request: string }) => ({
    message: `The run '${p.run}' cannot be asked to '${p.request}': its state is '${p.state}'.`,
    allowed: "A run whose state is 'running'.",
  }),
);

export const RUN_CHANGED_PLUGIN = defineError(
  'RUN_CHANGED_PLUGIN',
  'A plugin that a kept model needs, or what the plugin imports, was changed since the model was trained.',
  (p: { run: string; kind: string; plugin: string; file: string }) => ({
    message: `The ${p.kind} plugin '${p.plugin}' (${p.file}), or what it imports, is not what the model of the run '${p.run}' was trained with.`,
    allowed:
      'The code that the run was made with: other code makes other numbers, which the model does not know.',
    hint: 'Bring the old version of it back, or run the experiment again.',
  }),
);

export const RUN_CHANGED_PIPELINE = defineError(
  'RUN_CHANGED_PIPELINE',
  'The plugins of a kept run make other columns now than its model was trained with.',
  (p: { run: string; kept: number; made: number }) => ({
    message: `The features of the run '${p.run}' make other columns now (${p.made}) than the model was trained with (${p.kept}).`,
    allowed: 'The same columns in the same order, as model/pipeline.json lists them.',
    hint: 'A feature or pooling plugin was changed since: bring its old version back, or run the experiment again.',
  }),
);

export const RUN_BACKEND_UNAVAILABLE = defineError(
  'RUN_BACKEND_UNAVAILABLE',
  'The backend that the config names cannot compute on this machine.',
  (p: { backend: string; reason: string; known: readonly string[] }) => ({
    message: `The backend '${p.backend}' cannot be used here: ${p.reason}.`,
    allowed: `Installed backends: ${p.known.join(', ')}.`,
    hint: 'Choose another with --set backend.use=NAME or in intone.local.yaml.',
  }),
);

export const runErrors = {
  RUN_NOT_FOUND,
  RUN_AMBIGUOUS,
  RUN_UNFINISHED,
  RUN_DAMAGED,
  RUN_FORMAT_UNKNOWN,
  RUN_FILE_UNREADABLE,
  RUN_WRITE_FAILED,
  RUN_INTERRUPTED,
  RUN_BUSY,
  RUN_ALREADY_FINISHED,
  RUN_RESUME_DIFFERS,
  RUN_NOT_RUNNING,
  RUN_CHANGED_PLUGIN,
  RUN_CHANGED_PIPELINE,
  RUN_BACKEND_UNAVAILABLE,
} satisfies Readonly<Record<string, CatalogueEntry>>;
