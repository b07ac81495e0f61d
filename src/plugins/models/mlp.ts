import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { stack } from '../../core/training/stack.js';
import { batchNormOptions, share } from '../../core/training/layerOptions.js';

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
 *
 * With `inputDropout` a dropout comes first. With `batchNorm` a hidden layer is dense without a bias, batch norm and the
 * activation, in this order.
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
      dropout: share(0.3, "Share of each hidden layer's outputs that training drops (no unit)."),
      inputDropout: share(0, 'Share of the columns that training drops (no unit).'),
      batchNorm: Type.Union([batchNormOptions, Type.Null()], {
        default: null,
        description:
          'Normalises what each hidden layer gives over the batch, before the activation; null: no.',
      }),
    },
    { additionalProperties: false },
  ),
  create: ({ hidden, activation, dropout, inputDropout, batchNorm }) => ({
    type: 'network',
    takes: [['vector']],
    build: (tf, [input], classes) =>
      stack(tf, 'mlp', input, [
        ...(inputDropout > 0 ? [tf.layers.dropout({ rate: inputDropout, name: 'input_dropout' })] : []),
        ...hidden.flatMap((units, index) => [
          tf.layers.dense({
            units,
            kernelInitializer: 'glorotUniform',
            ...(batchNorm === null ? { activation } : { useBias: false }),
            name: `hidden_${index + 1}`,
          }),
          ...(batchNorm === null
            ? []
            : [
                tf.layers.batchNormalization({ ...batchNorm, name: `norm_${index + 1}` }),
                tf.layers.activation({ activation, name: `activation_${index + 1}` }),
              ]),
          tf.layers.dropout({ rate: dropout, name: `dropout_${index + 1}` }),
        ]),
        tf.layers.dense({ units: classes, kernelInitializer: 'glorotUniform', name: 'logits' }),
      ]),
  }),
});
