/** `sweep:`, as a schema: a list of values for each dotted key. */
export const SWEEP_SCHEMA = {
  type: 'object',
  minProperties: 1,
  additionalProperties: { type: 'array', minItems: 1, uniqueItems: true },
  description:
    "The family that `intone sweep` makes of this config: dotted keys and, for each, a list of values, e.g. 'model.dense: [64, 128]'. `intone run` runs the config itself.",
} as const;
