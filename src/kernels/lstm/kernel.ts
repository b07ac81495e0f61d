/** Numbers of either width: tensors are 32-bit, finite differences are taken in 64. */
export type Floats = Float32Array | Float64Array;

/** Sizes of one pass over a sequence, and its direction. */
export interface LstmShape {
  readonly batch: number;
  readonly steps: number;
  readonly inputs: number;
  readonly units: number;
  /** Takes the steps from the last to the first; the outputs stand in the order in which they are made. */
  readonly backwards: boolean;
}

/** As Keras keeps them; the gates stand in the order input, forget, candidate, output. */
export interface LstmWeights<A extends Floats = Float32Array> {
  /** [inputs, 4 units] */
  readonly kernel: A;
  /** [units, 4 units] */
  readonly recurrentKernel: A;
  /** [4 units] */
  readonly bias: A;
}

export interface LstmInput<A extends Floats = Float32Array> {
  /** [batch, steps, inputs] */
  readonly x: A;
  /** [batch, steps], 1 or 0; where it is 0 the state stands still. null: every step counts. */
  readonly mask: A | null;
}

/** What the forward pass leaves for the backward pass. `t` counts in the order in which the steps are taken. */
export interface LstmTrace<A extends Floats = Float32Array> {
  /** [batch, t, units] */
  readonly outputs: A;
  /** Cell states, [t, batch, units] */
  readonly cells: A;
  /** After their activations, [t, batch, 4 units]; undefined at masked steps. */
  readonly gates: A;
}

export interface LstmGradients<A extends Floats = Float32Array> extends LstmWeights<A> {
  /** [batch, steps, inputs] */
  readonly x: A;
}

/**
 * A long short-term memory over a whole sequence (Hochreiter & Schmidhuber 1997, with forget gates), tanh with
 * sigmoid gates, starting from zero, as `tf.keras.layers.LSTM` defines it. Both passes fill the arrays they are given.
 */
export interface LstmKernel {
  forward(shape: LstmShape, input: LstmInput, weights: LstmWeights, trace: LstmTrace): void;
  /**
   * Back-propagation through time.
   *
   * `outputGradient` is that of the trace's outputs, [batch, t, units], or of the last step alone, [batch, units].
   */
  backward(
    shape: LstmShape,
    input: LstmInput,
    weights: LstmWeights,
    trace: LstmTrace,
    outputGradient: Float32Array,
    gradients: LstmGradients,
  ): void;
}
