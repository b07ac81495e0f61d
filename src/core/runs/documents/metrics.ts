import { Type, type Static } from '@sinclair/typebox';

const Estimate = Type.Object({
  value: Type.Union([Type.Number(), Type.Null()]),
  low: Type.Optional(Type.Number()),
  high: Type.Optional(Type.Number()),
});

const PartMetricsSchema = Type.Object({
  rows: Type.Integer(),
  counts: Type.Record(Type.String(), Type.Object({ rows: Type.Integer(), predicted: Type.Integer() })),
  overall: Type.Record(Type.String(), Estimate),
  perClass: Type.Record(Type.String(), Type.Record(Type.String(), Estimate)),
  details: Type.Record(Type.String(), Type.Unknown()),
});

/**
 * `metrics.json`: what the evaluators say of the parts that were not trained on. Where the validation part was
 * (`train.fitOn: train+validation`), it has no metrics, and `fittedOn` says why.
 */
export const RunMetricsSchema = Type.Object({
  fittedOn: Type.Optional(Type.Tuple([Type.Literal('train'), Type.Literal('validation')])),
  validation: Type.Optional(PartMetricsSchema),
  test: PartMetricsSchema,
});
export type RunMetrics = Static<typeof RunMetricsSchema>;

/** The metrics of each part that has some. */
export function metricsByPart({
  validation,
  test,
}: RunMetrics): Readonly<Record<string, Static<typeof PartMetricsSchema>>> {
  return { ...(validation && { validation }), test };
}
