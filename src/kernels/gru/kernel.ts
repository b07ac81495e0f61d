import type { Floats, LstmInput, LstmShape } from '../lstm/kernel.js';

/** Sizes of one pass over a sequence, and its direction; its input is that of an LSTM too. */
export type GruShape = LstmShape;
export type GruInput<A extends Floats = Float32Array> = LstmInput<A>;

/** As Keras keeps them; the gates stand in the order update, reset, candidate. */
export interface GruWeights<A extends Floats = Float32Array> {
  /** [inputs, 3 units] */
  readonly kernel: A;
  /** [units, 3 units] */
  readonly recurrentKernel: A;
  /** [3 units] */
  readonly bias: A;
}

/** What the forward pass leaves for the backward pass. `t` counts in the order in which the steps are taken. */
export interface GruTrace<A extends Floats = Float32Array> {
  /** [batch, t, units] */
  readonly outputs: A;
  /** After their activations, [t, batch, 3 units]; undefined at masked steps. */
  readonly gates: A;
}

export interface GruGradients<A extends Floats = Float32Array> extends GruWeights<A> {
  /** [batch, steps, inputs] */
  readonly x: A;
}

/**
 * A gated recurrent unit over a whole sequence (Cho et al. 2014), tanh with sigmoid gates, starting from zero, as
 * `tf.keras.layers.GRU` defines it with `reset_after=False`:
 *
 *     z, r = σ(x W + h U + b)    ĥ = tanh(x W + (r h) U + b)    h ← z h + (1 − z) ĥ
 *
 * Both passes fill the arrays they are given.
 */
export interface GruKernel {
  forward(shape: GruShape, input: GruInput, weights: GruWeights, trace: GruTrace): void;
  /**
   * Back-propagation through time.
   *
   * `outputGradient` is that of the trace's outputs, [batch, t, units], or of the last step alone, [batch, units].
   */
  backward(
    shape: GruShape,
    input: GruInput,
    weights: GruWeights,
    trace: GruTrace,
    outputGradient: Float32Array,
    gradients: GruGradients,
  ): void;
}
