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
        : 'Run the experiment again; what it did is in events.jsonl.',
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
  'The run was stopped by a signal (Ctrl-C) before its end.',
  (p: { stage: string | null }) => ({
    message:
      p.stage === null ? 'The run was interrupted.' : `The run was interrupted in the stage '${p.stage}'.`,
    hint: "Its directory is kept and says 'interrupted'; run the experiment again for a result.",
  }),
  EXIT.interrupted,
);

export const RUN_METRIC_NOT_KEPT = defineError(
  'RUN_METRIC_NOT_KEPT',
  'A kept run is to be judged by a metric, class or interval that its metrics.json does not hold.',
  (p: { run: string; wanted: string; part: string; known: readonly string[] }) => ({
    message: `The run '${p.run}' kept no ${p.wanted} for the part '${p.part}'.`,
    allowed: p.known.length === 0 ? 'It kept none of the kind.' : `It kept: ${p.known.join(', ')}.`,
    hint: 'Check one of those, or run the experiment again with an evaluator that makes the metric.',
  }),
);

export const RUN_CLASS_WITHOUT_ROWS = defineError(
  'RUN_CLASS_WITHOUT_ROWS',
  'A class has no clip in a part, so it cannot be learned or judged there.',
  (p: { classes: readonly string[]; part: string; clips: number }) => ({
    message: `The part '${p.part}' (${p.clips} clips) holds no clip of ${p.classes.map((name) => `'${name}'`).join(', ')}.`,
    allowed: 'At least one clip of each class in each part.',
    hint: 'Give the part a greater share, choose another split, or leave the class out by the options of the dataset.',
  }),
);

export const RUN_TOO_FEW_ROWS_TO_SAMPLE = defineError(
  'RUN_TOO_FEW_ROWS_TO_SAMPLE',
  'A class has fewer training clips than the sampler needs of it.',
  (p: { sampler: string; class: string; rows: number; needed: number }) => ({
    message: `The sampler '${p.sampler}' needs ${p.needed} training clips of each class; '${p.class}' has ${p.rows}.`,
    allowed: `At least ${p.needed} training clips of each class.`,
    hint: 'Lower its number of neighbors, give training a greater share, or add clips of the class.',
  }),
);

export const RUN_BATCH_TOO_LARGE = defineError(
  'RUN_BATCH_TOO_LARGE',
  'The batch size is greater than the number of training rows.',
  (p: { batchSize: number; rows: number }) => ({
    message: `The batch size is ${p.batchSize}, and there are ${p.rows} training rows.`,
    allowed: `At most ${p.rows}.`,
    hint: 'Lower train.batchSize.',
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

export const RUN_MODEL_INPUT = defineError(
  'RUN_MODEL_INPUT',
  'The pooling makes vectors and the model takes sequences, or the other way round.',
  (p: { model: string; takes: string; pooling: string; makes: string }) => ({
    message: `The model '${p.model}' takes a ${p.takes}; the pooling '${p.pooling}' makes a ${p.makes} of each clip.`,
    allowed: `A pooling whose output is a ${p.takes}.`,
    hint: 'Change pool or model.',
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
  RUN_METRIC_NOT_KEPT,
  RUN_CLASS_WITHOUT_ROWS,
  RUN_TOO_FEW_ROWS_TO_SAMPLE,
  RUN_BATCH_TOO_LARGE,
  RUN_BACKEND_UNAVAILABLE,
  RUN_MODEL_INPUT,
} satisfies Readonly<Record<string, CatalogueEntry>>;
