import { Type, type Static } from '@sinclair/typebox';
import { CheckResultSchema } from './gate/verdict.js';

/** Version of the event format; it changes when a reader of the older one would misread the newer. */
export const EVENTS_VERSION = 1;

/** The stages of the pipeline, in the order of the data. */
export const STAGES = [
  'data',
  'split',
  'features',
  'scale',
  'sample',
  'train',
  'evaluate',
  'gate',
  'save',
] as const;
const Stage = Type.Union(
  STAGES.map((name) => Type.Literal(name)),
  { description: 'A stage of the pipeline.' },
);
const Numbers = Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()]));
const Check = Type.Object(
  {
    metric: Type.String(),
    per: Type.Union([Type.Literal('overall'), Type.Literal('class')]),
    classes: Type.Optional(Type.Array(Type.String())),
    part: Type.String(),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    above: Type.Optional(Type.Number()),
    below: Type.Optional(Type.Number()),
    bound: Type.Union([Type.Literal('value'), Type.Literal('low'), Type.Literal('high')]),
    level: Type.Union([Type.Literal('error'), Type.Literal('warn')]),
  },
  { description: 'A threshold of the gate, as it will be judged.' },
);

/** One schema an event type; the time is added when it is written. */
const kinds = {
  'run-started': Type.Object({
    type: Type.Literal('run-started'),
    version: Type.Integer({ description: 'Version of the event format.' }),
    run: Type.String({ description: "The run directory's name." }),
    name: Type.String({ description: "The experiment's name." }),
    seed: Type.Integer(),
    backend: Type.String({ description: 'The backend; `none` for a model that needs none.' }),
    backendReason: Type.Optional(
      Type.String({
        description: 'Why that one, where the config leaves it to the machine (backend: auto).',
      }),
    ),
    classes: Type.Array(Type.String()),
    epochs: Type.Integer({ description: 'Epochs at most; 0 for a model that is fitted at once.' }),
    stages: Type.Array(Stage),
    gate: Type.Array(Check),
  }),
  'run-resumed': Type.Object({
    type: Type.Literal('run-resumed'),
    epoch: Type.Integer({
      description: 'The last epoch that a checkpoint holds; 0 where training starts anew.',
    }),
  }),
  paused: Type.Object({ type: Type.Literal('paused') }),
  continued: Type.Object({ type: Type.Literal('continued') }),
  'stop-asked': Type.Object({
    type: Type.Literal('stop-asked'),
    after: Type.Union([Type.Literal('epoch'), Type.Literal('batch')]),
  }),
  'checkpoint-saved': Type.Object({
    type: Type.Literal('checkpoint-saved'),
    epoch: Type.Integer(),
    seconds: Type.Number({ description: 'What saving it took.' }),
  }),
  system: Type.Object({
    type: Type.Literal('system'),
    rssBytes: Type.Integer({ description: 'Memory of the process that runs the experiment.' }),
    cpuPercent: Type.Number({
      description: 'Processor time it took since the last such event; 100 is one core.',
    }),
  }),
  'stage-started': Type.Object({ type: Type.Literal('stage-started'), stage: Stage }),
  'stage-progress': Type.Object({
    type: Type.Literal('stage-progress'),
    stage: Stage,
    done: Type.Integer(),
    total: Type.Integer(),
    unit: Type.String({ description: 'What is counted, in the plural: clips, batches.' }),
    loss: Type.Optional(Type.Number({ description: 'In training: of the latest batch.' })),
    rowsPerSecond: Type.Optional(
      Type.Number({ description: 'In training: rows taken a second since the last such event.' }),
    ),
  }),
  'stage-finished': Type.Object({
    type: Type.Literal('stage-finished'),
    stage: Stage,
    seconds: Type.Number(),
    peakRssBytes: Type.Integer({ description: "The process's peak memory up to here." }),
    summary: Type.String({
      description: 'One line for a person, e.g. `2,034 clips, 8 classes, 20 speakers`.',
    }),
  }),
  warning: Type.Object({
    type: Type.Literal('warning'),
    stage: Type.Optional(Stage),
    message: Type.String(),
  }),
  'clip-skipped': Type.Object({
    type: Type.Literal('clip-skipped'),
    clip: Type.String(),
    reason: Type.String(),
    detail: Type.String(),
  }),
  'epoch-finished': Type.Object({
    type: Type.Literal('epoch-finished'),
    epoch: Type.Integer({ description: 'Counts from 1.' }),
    epochs: Type.Integer(),
    seconds: Type.Number(),
    learningRate: Type.Number(),
    train: Numbers,
    validation: Numbers,
    recall: Type.Record(Type.String(), Type.Union([Type.Number(), Type.Null()]), {
      description: 'Validation recall by class.',
    }),
    perClass: Type.Record(Type.String(), Numbers, {
      description: "The evaluators' metrics by class on the validation part: metric → class → value.",
    }),
    confusion: Type.Array(Type.Array(Type.Integer()), {
      description:
        'Validation rows by true class (outer) and predicted class (inner), in the order of the classes.',
    }),
    best: Type.Boolean({ description: 'The best epoch so far.' }),
  }),
  'training-stopped': Type.Object({
    type: Type.Literal('training-stopped'),
    reason: Type.Union([Type.Literal('epochs'), Type.Literal('patience'), Type.Literal('asked')]),
    epoch: Type.Integer(),
    bestEpoch: Type.Integer(),
  }),
  'leaks-found': Type.Object({
    type: Type.Literal('leaks-found'),
    claims: Type.Union([Type.Literal('same speakers'), Type.Literal('new speakers')], {
      description: 'Whom a result on the held-out part speaks for.',
    }),
    speakers: Type.Integer({ description: 'Of the held-out part.' }),
    sharedSpeakers: Type.Integer({ description: 'Of those, the ones in training or validation too.' }),
    sharedTakes: Type.Union([Type.Integer(), Type.Null()], {
      description: 'Held-out clips with another take in training or validation; null: not known.',
    }),
    nearDuplicates: Type.Integer({ description: 'Pairs of almost equal clips in different parts.' }),
  }),
  'held-out-opened': Type.Object({
    type: Type.Literal('held-out-opened'),
    part: Type.String({ description: 'The held-out part, as the ledger knows it.' }),
    looks: Type.Integer({ description: 'Runs that have looked at it, this one included.' }),
    first: Type.String({ description: 'When the first one did; ISO 8601, UTC.' }),
  }),
  evaluated: Type.Object({
    type: Type.Literal('evaluated'),
    part: Type.String(),
    rows: Type.Integer(),
    overall: Numbers,
    perClass: Type.Optional(Type.Record(Type.String(), Numbers, { description: 'metric → class → value.' })),
    confusion: Type.Optional(
      Type.Array(Type.Array(Type.Integer()), {
        description: 'Rows by true class (outer) and predicted class (inner).',
      }),
    ),
  }),
  'gate-judged': Type.Object({
    type: Type.Literal('gate-judged'),
    passed: Type.Boolean(),
    checks: Type.Integer(),
    failed: Type.Integer(),
    results: Type.Optional(
      Type.Array(CheckResultSchema, { description: 'What became of each check, as in verdict.json.' }),
    ),
  }),
  'run-finished': Type.Object({
    type: Type.Literal('run-finished'),
    passed: Type.Boolean(),
    seconds: Type.Number(),
  }),
  'run-failed': Type.Object({
    type: Type.Literal('run-failed'),
    code: Type.String({ description: 'A code of the error catalogue, or INTERNAL.' }),
    message: Type.String(),
  }),
};

/** Any event, as a JSON Schema and a type. */
export const RunEventSchema = Type.Union(Object.values(kinds), { title: 'An event of an intone run' });
export type RunEvent = Static<typeof RunEventSchema>;
export type Stage = Static<typeof Stage>;

/** A line of `events.jsonl`: an event and when it was written. Published as docs/events.schema.json. */
export const EventLineSchema = Type.Intersect(
  [Type.Object({ time: Type.Integer({ description: 'Milliseconds since 1970, UTC.' }) }), RunEventSchema],
  { title: `A line of events.jsonl, version ${EVENTS_VERSION}` },
);
export type EventLine = Static<typeof EventLineSchema>;

/** Who wants to hear of a run: the run directory, a screen, a tracker. */
export type EventSink = (event: RunEvent) => void;
