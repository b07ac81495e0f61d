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

/** `metrics.json`: what the evaluators say of the two parts that were not trained on. */
export const RunMetricsSchema = Type.Object({ validation: PartMetricsSchema, test: PartMetricsSchema });
export type RunMetrics = Static<typeof RunMetricsSchema>;
