import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../../core/registry/plugin.js';
import { chain } from '../../../core/training/stack.js';
import { MASK_SUFFIX } from '../../../core/training/network.js';
import type { SymbolicTensor } from '../../../core/training/tf.js';
import { batchNormOptions, count, share } from '../../../core/training/layerOptions.js';
import { sequenceBranch } from './sequence.js';
import { statisticsBranch } from './statistics.js';

/**
 * A convolutional-recurrent branch for a sequence and a dense branch for a vector of clip statistics; their logits are
 * added. With 112 × 96 and 906 columns in and the defaults it has about 660,000 parameters. Given one input it is that
 * branch alone.
 *
 * | branch | layers |
 * |---|---|
 * | sequence | convolution 128 × 5, batch norm, ReLU, maximum of 2, dropout; convolution 128 × 3, batch norm, ReLU, dropout |
 * | | BiLSTM, 64 units a direction; attention (64 tanh, 1), mean and maximum over the real steps, side by side |
 * | | dropout, dense 128, batch norm, ReLU, dropout, logits |
 * | statistics | dropout; dense 384, batch norm, ReLU, dropout; dense 128, batch norm, ReLU, dropout; logits |
 *
 * With both, each branch's own logits are auxiliary outputs, so that neither is left to the other.
 */
export default definePlugin({
  kind: 'model',
  name: 'two-branch',
  summary:
    'A convolutional BiLSTM with attention on a sequence and dense layers on clip statistics, their logits added; or one of the two.',
  options: Type.Object(
    {
      sequence: Type.Object(
        {
          filters: count(128, 'Filters of each convolution.'),
          kernels: Type.Tuple(
            [Type.Integer({ minimum: 1, maximum: 64 }), Type.Integer({ minimum: 1, maximum: 64 })],
            {
              default: [5, 3],
              description: 'Widths of the kernels of the two convolutions, in steps.',
            },
          ),
          pool: count(2, 'Steps that the max pooling makes one of; 1: no pooling.'),
          convolutionDropout: share(
            0.2,
            "Share of each convolution's outputs that training drops (no unit).",
          ),
          lstm: count(64, 'Units a direction of the bidirectional LSTM.'),
          attention: count(64, 'Units of the hidden layer that scores each step for the attention.'),
          dense: count(128, 'Units of the dense layer.'),
          dropout: share(0.4, 'Share that training drops before and after the dense layer (no unit).'),
        },
        {
          additionalProperties: false,
          default: {},
          description: 'The branch of the input that is a sequence.',
        },
      ),
      statistics: Type.Object(
        {
          inputDropout: share(0.2, 'Share of the columns that training drops (no unit).'),
          hidden: Type.Array(Type.Integer({ minimum: 1, maximum: 16384 }), {
            default: [384, 128],
            description: 'Units of each hidden layer, first to last.',
          }),
          dropout: share(0.4, "Share of each hidden layer's outputs that training drops (no unit)."),
        },
        {
          additionalProperties: false,
          default: {},
          description: 'The branch of the input that is a vector.',
        },
      ),
      auxiliaryWeight: Type.Number({
        default: 0.3,
        minimum: 0,
        description: "What each branch's own loss counts for in training, beside that of the sum (no unit).",
      }),
      batchNorm: batchNormOptions,
    },
    { additionalProperties: false },
  ),
  create: ({ sequence, statistics, auxiliaryWeight, batchNorm }) => ({
    type: 'network',
    takes: [['sequence', 'vector'], ['sequence'], ['vector']],
    auxiliaryWeight,
    build(tf, inputs, classes) {
      // Names of layers have an underscore and names of inputs none, so that no input takes a layer's name.
      const taken: SymbolicTensor[] = [];
      const layerFor = (name: string, shape: readonly number[]): SymbolicTensor => {
        const tensor = tf.input({ shape: [...shape], name });
        taken.push(tensor);
        return tensor;
      };
      const branches = inputs.map(({ name, shape }) => {
        const input = layerFor(name, shape);
        if (shape.length === 1) return statisticsBranch(tf, input, statistics, classes, batchNorm);
        const mask = layerFor(name + MASK_SUFFIX, [shape[0], 1]);
        return sequenceBranch(tf, input, mask, sequence, classes, batchNorm);
      });
      const outputs =
        branches.length === 1
          ? branches
          : [chain(tf, branches, [tf.layers.add({ name: 'sum_logits' })]), ...branches];
      return tf.model({ inputs: taken, outputs, name: 'two_branch' });
    },
  }),
});
