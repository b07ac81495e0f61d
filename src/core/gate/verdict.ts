import { Type, type Static } from '@sinclair/typebox';
import { PARTS } from '../experiment/clips.js';

const numberOrNull = (description: string) => Type.Union([Type.Number(), Type.Null()], { description });

/** What became of one threshold, for one class or overall. */
export const CheckResultSchema = Type.Object({
  metric: Type.String(),
  class: Type.Optional(Type.String({ description: 'Absent where the metric is one number overall.' })),
  part: Type.Union(PARTS.map((part) => Type.Literal(part))),
  threshold: Type.String({ description: 'In words, e.g. `> 0.75`.' }),
  bound: Type.Union([Type.Literal('value'), Type.Literal('low'), Type.Literal('high')], {
    description: 'Which number was held against the threshold: the value, or an end of its interval.',
  }),
  value: numberOrNull('Null where the metric is not defined.'),
  interval: Type.Optional(Type.Object({ low: Type.Number(), high: Type.Number() })),
  judged: numberOrNull('The number that was held against the threshold.'),
  passed: Type.Boolean(),
  level: Type.Union([Type.Literal('error'), Type.Literal('warn')]),
  shortBy: numberOrNull(
    'How far the number is from the threshold where it failed; null where it passed or there is no number.',
  ),
  reason: Type.Optional(Type.String({ description: 'Why it failed, where the number does not say it.' })),
});
export type CheckResult = Static<typeof CheckResultSchema>;

/** What a gate says of a run; plain JSON, as `verdict.json` keeps it. */
export const VerdictSchema = Type.Object({
  passed: Type.Boolean({ description: 'No check of level `error` failed.' }),
  summary: Type.String({ description: 'One line for a person.' }),
  claims: Type.Optional(
    Type.Union([Type.Literal('same speakers'), Type.Literal('new speakers')], {
      description: 'Whom a result on the held-out part speaks for.',
    }),
  ),
  validationOnly: Type.Optional(
    Type.Literal(true, { description: 'The held-out part was not opened, and no check on it was judged.' }),
  ),
  notes: Type.Array(Type.String(), { description: 'What else must be known, e.g. classes never predicted.' }),
  checks: Type.Array(CheckResultSchema, {
    description: 'The failing ones first, the worst class at the top.',
  }),
});
export type Verdict = Static<typeof VerdictSchema>;
