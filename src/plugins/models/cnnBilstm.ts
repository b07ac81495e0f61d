import { Type } from '@sinclair/typebox';
import { MODEL_INPUT_TOO_SHORT } from '../../core/errors/training.js';
import { definePlugin } from '../../core/registry/plugin.js';
import { stack } from '../../core/training/stack.js';
import { count } from '../../core/training/layerOptions.js';
import type { Tf } from '../../core/training/tf.js';

/**
 * The published network; its defaults are the published ones (445,832 parameters on 169 columns and 8 classes).
 * With the defaults, of a vector of n columns:
 *
 * | layer | output | |
 * |---|---|---|
 * | reshape (vectors only) | [n, 1] | the columns as a series, as the published recipe takes them |
 * | conv | [n − 4, 128] | kernel 5, no padding, ReLU |
 * | pool | [⌊(n − 4) / 2⌋, 128] | maximum of 2 |
 * | bilstm_1 | [⌊(n − 4) / 2⌋, 256] | 128 units a direction, every step |
 * | bilstm_2 | [128] | 64 units a direction, both ends |
 * | dense | [128] | ReLU |
 * | dropout | [128] | half of them |
 * | logits | [classes] | |
 *
 * With `cell: gru` the recurrent layers are `bigru_1` and so on.
 *
 * A sequence [steps, columns] goes into the convolution as it is. Its padded steps are zero; with `maskPadding` the
 * convolution has no bias, so that they stay exactly zero, and a masking layer after the pooling hides the steps that
 * are zero throughout from the LSTMs: padding changes nothing then, but that the last real window may reach into it.
 */
export default definePlugin({
  kind: 'model',
  name: 'cnn-bilstm',
  summary: 'Convolution, max pooling, two bidirectional LSTMs and a dense layer: the published recipe.',
  options: Type.Object(
    {
      filters: count(128, 'Filters of the convolution.'),
      kernel: count(5, "Width of the convolution's kernel, in steps."),
      pool: count(2, 'Steps that the max pooling makes one of; 1: no pooling.'),
      lstm: Type.Array(Type.Integer({ minimum: 1, maximum: 4096 }), {
        default: [128, 64],
        minItems: 1,
        description: 'Units a direction of each bidirectional recurrent layer, first to last.',
      }),
      cell: Type.Union([Type.Literal('lstm'), Type.Literal('gru')], {
        default: 'lstm',
        description:
          "What the recurrent layers are made of: 'lstm', or 'gru', gated recurrent units (Cho et al. 2014), which have a quarter fewer weights.",
      }),
      dense: count(128, 'Units of the dense layer.'),
      dropout: Type.Number({
        default: 0.5,
        minimum: 0,
        exclusiveMaximum: 1,
        description: "Share of the dense layer's outputs that training drops (no unit).",
      }),
      maskPadding: Type.Boolean({
        default: true,
        description: 'Hide the padded steps of sequences from the LSTMs; vectors have none.',
      }),
    },
    { additionalProperties: false },
  ),
  create: ({ filters, kernel, pool, lstm, cell, dense, dropout, maskPadding }) => ({
    type: 'network',
    takes: [['vector'], ['sequence']],
    build(tf, [input], classes) {
      const { shape } = input;
      const [steps] = shape;
      if (steps - kernel + 1 < pool) {
        throw MODEL_INPUT_TOO_SHORT({ steps, kernel, pool });
      }
      const { layers } = tf;
      const masked = shape.length === 2 && maskPadding;
      const last = lstm.length - 1;
      return stack(tf, 'cnn_bilstm', input, [
        ...(shape.length === 1 ? [layers.reshape({ targetShape: [steps, 1], name: 'series' })] : []),
        layers.conv1d({
          filters,
          kernelSize: kernel,
          activation: 'relu',
          useBias: !masked,
          kernelInitializer: 'glorotUniform',
          name: 'conv',
        }),
        layers.maxPooling1d({ poolSize: pool, name: 'pool' }),
        ...(masked ? [layers.masking({ maskValue: 0, name: 'mask' })] : []),
        ...lstm.map((units, index) =>
          layers.bidirectional({
            layer: recurrent(tf, cell, units, index < last, `${cell}_${index + 1}`),
            mergeMode: 'concat',
            name: `bi${cell}_${index + 1}`,
          }),
        ),
        layers.dense({ units: dense, activation: 'relu', kernelInitializer: 'glorotUniform', name: 'dense' }),
        layers.dropout({ rate: dropout, name: 'dropout' }),
        layers.dense({ units: classes, kernelInitializer: 'glorotUniform', name: 'logits' }),
      ]);
    },
  }),
});

function recurrent(
  tf: Tf,
  cell: 'lstm' | 'gru',
  units: number,
  returnSequences: boolean,
  name: string,
): ReturnType<Tf['layers']['rnn']> {
  const options = {
    units,
    returnSequences,
    kernelInitializer: 'glorotUniform',
    recurrentInitializer: 'orthogonal',
    // Keras's default; tfjs's own is hardSigmoid.
    recurrentActivation: 'sigmoid',
    name,
  } as const;
  if (cell === 'gru') return tf.layers.gru(options);
  // As in Keras, the forget gate starts open.
  return tf.layers.lstm({ ...options, unitForgetBias: true });
}
