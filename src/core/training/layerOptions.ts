import { Type } from '@sinclair/typebox';

/** An option that counts something, at least 1. */
export const count = (value: number, description: string) =>
  Type.Integer({ default: value, minimum: 1, maximum: 4096, description });

/** An option that is a share of what a layer gives, for dropout. */
export const share = (value: number, description: string) =>
  Type.Number({ default: value, minimum: 0, exclusiveMaximum: 1, description });

/** The options of batch normalisation; the defaults are PyTorch's, in Keras's terms. */
export const batchNormOptions = Type.Object(
  {
    momentum: Type.Number({
      default: 0.9,
      minimum: 0,
      exclusiveMaximum: 1,
      description: 'What the running mean and variance keep of themselves at each batch (no unit).',
    }),
    epsilon: Type.Number({
      default: 1e-5,
      exclusiveMinimum: 0,
      description: 'Added to variances before the root is taken.',
    }),
  },
  { additionalProperties: false, default: {}, description: 'The batch normalisation of all layers.' },
);
