import { Type, type Static } from '@sinclair/typebox';

/** Version of the run directory; it changes when a reader of the older one would misread the newer. */
export const RUN_FORMAT = 1;

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()]);

/** A third party's plugin that a run used. */
export const UsedPluginSchema = Type.Object({
  kind: Type.String(),
  name: Type.String(),
  source: Type.String({ description: 'A path, or the name of a package.' }),
  file: Type.Optional(Type.String({ description: 'The file (absolute) that it was loaded from.' })),
  hash: nullable(Type.String({ description: 'SHA-256 of its code; null where it was loaded from no file.' })),
});
export type UsedPlugin = Static<typeof UsedPluginSchema>;

/** What `run.json` says: how far the run came, and everything that its numbers depend on beside the config. */
export const RunRecordSchema = Type.Object({
  format: Type.Literal(RUN_FORMAT),
  name: Type.String({ description: "The experiment's name." }),
  state: Type.Union(
    [Type.Literal('running'), Type.Literal('finished'), Type.Literal('failed'), Type.Literal('interrupted')],
    { description: "Stays 'running' where the process died; a reader asks whether the process is alive." },
  ),
  seed: Type.Integer(),
  started: Type.String({ description: 'ISO 8601, UTC.' }),
  finished: nullable(Type.String({ description: 'ISO 8601, UTC; of a failed or interrupted run, its end.' })),
  passed: nullable(Type.Boolean({ description: "The gate's verdict." })),
  stoppedAfterEpoch: Type.Optional(
    Type.Integer({
      description: 'Somebody asked for the end of the training after this epoch: it is no full run.',
    }),
  ),
  family: Type.Optional(
    Type.Object(
      { name: Type.String(), member: Type.Integer({ description: 'Counts from 1.' }) },
      { description: 'The family that a sweep began the run for.' },
    ),
  ),
  validationOnly: Type.Optional(
    Type.Literal(true, { description: 'The run was told to leave the held-out part closed.' }),
  ),
  claims: Type.Optional(
    Type.Union([Type.Literal('same speakers'), Type.Literal('new speakers')], {
      description: 'Whom a result on the held-out part speaks for; known once the clips are dealt out.',
    }),
  ),
  heldOut: Type.Optional(
    Type.Object(
      {
        part: Type.String({ description: 'SHA-256 over its clips, as in the ledger.' }),
        looks: Type.Integer({ description: 'Runs that had looked at it by then, this one included.' }),
        first: Type.String({ description: 'When the first one did; ISO 8601, UTC.' }),
        last: Type.String({ description: 'When this one did.' }),
      },
      { description: 'The look at the held-out part; absent before it.' },
    ),
  ),
  resumed: Type.Optional(
    Type.Array(Type.String(), { description: 'When the run was taken up again; ISO 8601, UTC.' }),
  ),
  error: nullable(Type.Object({ code: Type.String(), message: Type.String() })),
  dataHash: nullable(
    Type.String({ description: 'Of the clips that were used; null before they were read.' }),
  ),
  backend: nullable(Type.Object({ name: Type.String(), version: Type.String() })),
  intone: Type.Object({
    version: Type.String(),
    codeHash: Type.String({ description: "SHA-256 of intone's own code files." }),
  }),
  plugins: Type.Array(UsedPluginSchema, {
    description: "Third parties' plugins that the experiment names.",
  }),
  node: Type.String(),
  platform: Type.String({ description: 'Operating system and processor, e.g. linux-x64.' }),
  process: Type.Object({
    pid: Type.Integer(),
    host: Type.String(),
    startedTicks: nullable(
      Type.String({
        description: "The system's start mark of the process, so that a pid used again is known.",
      }),
    ),
  }),
});
export type RunFamily = NonNullable<Static<typeof RunRecordSchema>['family']>;
export type RunRecord = Static<typeof RunRecordSchema>;
