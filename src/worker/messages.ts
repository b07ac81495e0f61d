import { Type, type Static } from '@sinclair/typebox';
import { VerdictSchema } from '../core/gate/verdict.js';
import { RunMetricsSchema } from '../core/runs/documents/metrics.js';
import { FailureSchema } from './failure.js';

const WorkSchema = Type.Union([
  Type.Object({
    config: Type.String({ description: 'YAML file of the experiment.' }),
    overrides: Type.Array(Type.String(), { description: 'As after `--set`.' }),
    runsDirectory: Type.String({ description: 'The folder that the run directory is made in.' }),
    family: Type.Optional(
      Type.Object(
        { name: Type.String(), member: Type.Integer() },
        { description: 'That the run belongs to.' },
      ),
    ),
    validationOnly: Type.Optional(
      Type.Boolean({ description: 'Leaves the held-out part closed. Default: false.' }),
    ),
  }),
  Type.Object({ resume: Type.String({ description: 'Directory of the run to go on with.' }) }),
]);

/** What a run is asked for; the first message to its process. */
export const RunRequestSchema = Type.Object({
  type: Type.Literal('run'),
  work: WorkSchema,
  cache: Type.Optional(Type.String({ description: 'Folder of the feature cache; absent: none is used.' })),
  threads: Type.Integer({ minimum: 1, description: 'Threads that may compute at once.' }),
  outlives: Type.Boolean({
    description: 'Goes on when the process that asked for it is gone; otherwise it is then interrupted.',
  }),
  log: Type.Union([Type.String(), Type.Null()], {
    description: "The file that takes the process's own output, to be moved into the run directory.",
  }),
});
export type RunRequest = Static<typeof RunRequestSchema>;

/** Asks a run to finish its batch, save, and end. */
export const InterruptSchema = Type.Object({ type: Type.Literal('interrupt') });
export type ToWorker = RunRequest | Static<typeof InterruptSchema>;

const RunResultSchema = Type.Object({
  directory: Type.String(),
  verdict: VerdictSchema,
  metrics: RunMetricsSchema,
});

/** What the process of a run says to the one that started it; all else stands in the run directory's events. */
export const FromWorkerSchema = Type.Union([
  Type.Object(
    { type: Type.Literal('begun'), directory: Type.String() },
    { description: 'It has a directory.' },
  ),
  Type.Object(
    { type: Type.Literal('under-way') },
    { description: 'The plan holds: the directory will stay.' },
  ),
  Type.Object({ type: Type.Literal('finished'), result: RunResultSchema }),
  Type.Object({ type: Type.Literal('failed'), failure: FailureSchema }),
]);
export type FromWorker = Static<typeof FromWorkerSchema>;
