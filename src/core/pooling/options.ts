import { Type } from '@sinclair/typebox';

/** Options of every pooling that keeps the sequence. */
export const stepOptions = {
  every: Type.Integer({
    default: 1,
    minimum: 1,
    description: 'Frames that are averaged into one step; a rest at the end makes a step of its own.',
  }),
  maximumSteps: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
    default: null,
    description: 'Longer sequences lose their end, in steps; null: no limit.',
  }),
};
