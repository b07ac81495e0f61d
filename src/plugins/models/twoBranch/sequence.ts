import { chain } from '../../../core/training/stack.js';
import type { Layer, SymbolicTensor, Tf } from '../../../core/training/tf.js';
import { denseBlock, denseLayer, type Normalisation } from './statistics.js';

export interface SequenceSizes {
  readonly filters: number;
  readonly kernels: readonly [number, number];
  readonly pool: number;
  readonly convolutionDropout: number;
  readonly lstm: number;
  readonly attention: number;
  readonly dense: number;
  readonly dropout: number;
}

/** Added to what padding must not win in a softmax or a maximum. */
const FAR_BELOW = -1e9;

/**
 * The branch of sequences, [steps, columns] and its mask [steps, 1] → logits, [classes]. Two convolutions with batch
 * norm and ReLU, max pooling between them, a bidirectional LSTM, and of its steps the mean, the maximum and an
 * attention-weighted mean side by side; then dense, batch norm, ReLU, dropout and dense.
 *
 * Padding changes nothing in a trained network: what is computed of padded steps is multiplied by 0 before anything
 * looks at its neighbours. In training the batch norms' means and variances are over all steps of a batch, padded ones
 * too, as PyTorch's and Keras's are.
 *
 * All layers are standard ones. Masks are made of arithmetic in place of Keras's own, which max pooling would refuse:
 * the LSTM has no bias, and its input the mask for one more column, whose weights are the biases of real steps. Over
 * padding its input is zero, so the backward direction comes out of it with the state that it began with.
 */
export function sequenceBranch(
  tf: Tf,
  input: SymbolicTensor,
  mask: SymbolicTensor,
  sizes: SequenceSizes,
  classes: number,
  norm: Normalisation,
): SymbolicTensor {
  const { layers } = tf;
  const { filters, kernels, pool, convolutionDropout, lstm, attention, dense, dropout } = sizes;

  const first = chain(tf, input, convolution(tf, 'conv_1', filters, kernels[0], norm));
  // Beyond the last step there is padding too: a sequence of five steps has three pooled ones, as it has among longer.
  const pooled = chain(tf, masked(tf, 'conv_1_masked', first, mask), [
    layers.maxPooling1d({ poolSize: pool, padding: 'same', name: 'max_pool' }),
    layers.dropout({ rate: convolutionDropout, name: 'conv_1_dropout' }),
  ]);
  const real = chain(tf, mask, [
    layers.maxPooling1d({ poolSize: pool, padding: 'same', name: 'max_pool_mask' }),
  ]);

  const second = chain(tf, pooled, convolution(tf, 'conv_2', filters, kernels[1], norm));
  const steps = chain(tf, masked(tf, 'conv_2_masked', second, real), [
    layers.dropout({ rate: convolutionDropout, name: 'conv_2_dropout' }),
  ]);
  const states = chain(
    tf,
    [steps, real],
    [layers.concatenate({ axis: -1, name: 'steps_and_mask' }), bilstm(tf, lstm)],
  );

  const below = chain(tf, real, [farBelow(tf)]);
  return chain(
    tf,
    [
      chain(tf, [attentionOf(tf, states, below, attention), states], [weightedMean(tf, 'attention_mean')]),
      chain(tf, [weightsOf(tf, 'plain', below), states], [weightedMean(tf, 'plain_mean')]),
      chain(
        tf,
        [states, below],
        [layers.add({ name: 'step_maximum_masked' }), layers.globalMaxPooling1d({ name: 'step_maximum' })],
      ),
    ],
    [
      layers.concatenate({ axis: -1, name: 'pooled_steps' }),
      layers.dropout({ rate: dropout, name: 'pooled_steps_dropout' }),
      ...denseBlock(tf, 'sequence', dense, dropout, norm),
      denseLayer(tf, 'sequence_logits', classes, true),
    ],
  );
}

function convolution(
  tf: Tf,
  name: string,
  filters: number,
  kernelSize: number,
  norm: Normalisation,
): Layer[] {
  return [
    tf.layers.conv1d({
      filters,
      kernelSize,
      padding: 'same',
      useBias: false,
      kernelInitializer: 'glorotUniform',
      name,
    }),
    tf.layers.batchNormalization({ ...norm, name: `${name}_norm` }),
    tf.layers.activation({ activation: 'relu', name: `${name}_relu` }),
  ];
}

/** Zero where the mask is. */
function masked(tf: Tf, name: string, steps: SymbolicTensor, mask: SymbolicTensor): SymbolicTensor {
  return chain(tf, [steps, mask], [tf.layers.multiply({ name })]);
}

function bilstm(tf: Tf, units: number): Layer {
  return tf.layers.bidirectional({
    layer: tf.layers.lstm({
      units,
      returnSequences: true,
      useBias: false,
      kernelInitializer: 'glorotUniform',
      recurrentInitializer: 'orthogonal',
      // Keras's default; tfjs's own is hardSigmoid.
      recurrentActivation: 'sigmoid',
      name: 'lstm',
    }),
    mergeMode: 'concat',
    name: 'bi_lstm',
  });
}

/** Of a mask, 0 for real steps and `FAR_BELOW` for padding: a dense layer of constants, which training leaves alone. */
function farBelow(tf: Tf): Layer {
  return tf.layers.dense({
    units: 1,
    kernelInitializer: tf.initializers.constant({ value: -FAR_BELOW }),
    biasInitializer: tf.initializers.constant({ value: FAR_BELOW }),
    trainable: false,
    name: 'far_below',
  });
}

/** The weight of each step, [steps, 1]: a softmax over the real ones of a score that a small network gives each. */
function attentionOf(tf: Tf, states: SymbolicTensor, below: SymbolicTensor, units: number): SymbolicTensor {
  const scores = chain(tf, states, [
    tf.layers.dense({
      units,
      activation: 'tanh',
      kernelInitializer: 'glorotUniform',
      name: 'attention_hidden',
    }),
    denseLayer(tf, 'attention_score', 1, false),
  ]);
  const real = chain(tf, [scores, below], [tf.layers.add({ name: 'attention_masked' })]);
  return weightsOf(tf, 'attention', real);
}

/** Softmax over the steps of scores, [steps, 1]. Of equal scores for all real steps it gives each the same weight. */
function weightsOf(tf: Tf, name: string, scores: SymbolicTensor): SymbolicTensor {
  return chain(tf, scores, [
    tf.layers.flatten({ name: `${name}_scores` }),
    tf.layers.softmax({ axis: -1, name: `${name}_weights` }),
  ]);
}

/** Of weights, [steps], and states, [steps, columns]: [columns]. */
function weightedMean(tf: Tf, name: string): Layer {
  return tf.layers.dot({ axes: 1, name });
}
