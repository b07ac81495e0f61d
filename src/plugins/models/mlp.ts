import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { stack } from '../../core/training/stack.js';

/**
 * A multilayer perceptron on vectors of n columns. With the default `hidden: [256, 128]`:
 *
 * | layer | output | |
 * |---|---|---|
 * | hidden_1 | [256] | ReLU |
 * | dropout_1 | [256] | |
 * | hidden_2 | [128] | ReLU |
 * | dropout_2 | [128] | |
 * | logits | [classes] | |
 */
export default definePlugin({
  kind: 'model',
  name: 'mlp',
  summary: 'Dense layers on pooled features, each followed by dropout.',
  options: Type.Object(
    {
      hidden: Type.Array(Type.Integer({ minimum: 1, maximum: 16384 }), {
        default: [256, 128],
        description: 'Units of each hidden layer, first to last; empty: a linear classifier.',
      }),
      activation: Type.Union([Type.Literal('relu'), Type.Literal('tanh'), Type.Literal('elu')], {
        default: 'relu',
        description: 'What follows each hidden layer.',
      }),
      dropout: Type.Number({
        default: 0.3,
        minimum: 0,
        exclusiveMaximum: 1,
        description: "Share of each hidden layer's outputs that training drops (no unit).",
      }),
    },
    { additionalProperties: false },
  ),
  create: ({ hidden, activation, dropout }) => ({
    type: 'network',
    takes: [['vector']],
    build: (tf, [input], classes) =>
      stack(tf, 'mlp', input, [
        ...hidden.flatMap((units, index) => [
          tf.layers.dense({
            units,
            activation,
            kernelInitializer: 'glorotUniform',
            name: `hidden_${index + 1}`,
          }),
          tf.layers.dropout({ rate: dropout, name: `dropout_${index + 1}` }),
        ]),
        tf.layers.dense({ units: classes, kernelInitializer: 'glorotUniform', name: 'logits' }),
      ]),
  }),
});
