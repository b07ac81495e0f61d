import { Type, type Static } from '@sinclair/typebox';

const Estimate = Type.Object({
  value: Type.Union([Type.Number(), Type.Null()]),
  low: Type.Optional(Type.Number()),
  high: Type.Optional(Type.Number()),
});

const PartMetricsSchema = Type.Object({
  rows: Type.Integer(),
  intervals: Type.Optional(
    Type.Object(
      { by: Type.Literal('speaker'), speakers: Type.Integer() },
      { description: 'Of what the resamples of the intervals are drawn; absent: of clips.' },
    ),
  ),
  counts: Type.Record(Type.String(), Type.Object({ rows: Type.Integer(), predicted: Type.Integer() })),
  overall: Type.Record(Type.String(), Estimate),
  perClass: Type.Record(Type.String(), Type.Record(Type.String(), Estimate)),
  details: Type.Record(Type.String(), Type.Unknown()),
});

const Score = {
  accuracy: Type.Union([Type.Number(), Type.Null()]),
  uar: Type.Union([Type.Number(), Type.Null()]),
};
const PartBaselinesSchema = Type.Object({
  majority: Type.Object({ class: Type.String(), ...Score }),
  stratified: Type.Object(Score),
  linear: Type.Optional(Type.Object(Score)),
});

/**
 * `metrics.json`: what the evaluators say of the parts that were not trained on. Where the validation part was
 * (`train.fitOn: train+validation`), it has no metrics, and `fittedOn` says why. A run with `--validation-only` has none
 * of the held-out part.
 */
export const RunMetricsSchema = Type.Object({
  fittedOn: Type.Optional(Type.Tuple([Type.Literal('train'), Type.Literal('validation')])),
  validation: Type.Optional(PartMetricsSchema),
  test: Type.Optional(PartMetricsSchema),
  baselines: Type.Optional(
    Type.Object({
      validation: Type.Optional(PartBaselinesSchema),
      test: Type.Optional(PartBaselinesSchema),
    }),
  ),
});
export type RunMetrics = Static<typeof RunMetricsSchema>;

/** The metrics of each part that has some. */
export function metricsByPart({
  validation,
  test,
}: RunMetrics): Readonly<Record<string, Static<typeof PartMetricsSchema>>> {
  return { ...(validation && { validation }), ...(test && { test }) };
}
