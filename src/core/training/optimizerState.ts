import type { Optimizer, Tensor, Tf } from './tf.js';

/** A tensor's contents, on no backend. */
export interface SavedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** Everything that an optimizer remembers between two batches. */
export interface OptimizerState {
  /** What its `getWeights` gives, in that order: the step, then for example the moments. */
  readonly weights: readonly SavedTensor[];
  /** Variables that it holds itself, which `getWeights` may leave out: tf.train.adam's running products of β. */
  readonly own: readonly SavedTensor[];
}

/** @throws what the optimizer's `getWeights` throws; some optimizers of TensorFlow.js cannot be saved */
export async function saveOptimizer(tf: Tf, optimizer: Optimizer): Promise<OptimizerState> {
  const weights = (await optimizer.getWeights()).map(({ name, tensor }) => {
    const saved = save(tf, name, tensor);
    // The step is made for the occasion; the variables are the optimizer's.
    if (!(tensor instanceof tf.Variable)) tf.dispose(tensor);
    return saved;
  });
  return { weights, own: ownVariables(tf, optimizer).map(({ name, variable }) => save(tf, name, variable)) };
}

/** Puts back what `saveOptimizer` gave into an optimizer that has made no step yet. */
export async function restoreOptimizer(tf: Tf, optimizer: Optimizer, state: OptimizerState): Promise<void> {
  const tensors = state.weights.map(({ name, shape, values }) => ({
    name,
    tensor: tf.tensor(values, [...shape], values instanceof Int32Array ? 'int32' : 'float32'),
  }));
  try {
    await optimizer.setWeights(tensors);
  } finally {
    tf.dispose(tensors.map(({ tensor }) => tensor));
  }
  for (const { name, variable } of ownVariables(tf, optimizer)) {
    const saved = state.own.find((each) => each.name === name);
    if (saved === undefined) continue;
    tf.tidy(() => {
      variable.assign(tf.tensor(saved.values, variable.shape));
    });
  }
}

function save(tf: Tf, name: string, tensor: Tensor): SavedTensor {
  const values = tensor.dataSync();
  const copy = tensor.dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values);
  return { name, shape: tensor.shape, values: copy };
}

function ownVariables(tf: Tf, optimizer: Optimizer) {
  return Object.entries(optimizer).flatMap(([name, value]: [string, unknown]) =>
    value instanceof tf.Variable ? [{ name, variable: value }] : [],
  );
}
