import { allMovedTowards } from './allWeights.js';
import type { LayersModel, Tensor, Tf } from './tf.js';

/**
 * The running average of a network's weights over the steps, Polyak's with an exponential window: of the weights w₁ … wₜ
 * after each step, ā = Σ dᵗ⁻ⁱ (1 − d) wᵢ / (1 − dᵗ). So it is a mean of trained weights alone: the first step's are taken over whole
 * (as PyTorch's AveragedModel does), and what the network began with has no share, as in Adam's bias correction. Batch
 * norm's moving mean and variance are averaged with the weights, as timm's ModelEma does.
 */
export class WeightAverage {
  readonly #tf: Tf;
  readonly #decay: number;
  #values: readonly Tensor[] = [];

  /** @param decay d, the share that the average keeps at a step, in [0, 1) */
  constructor(tf: Tf, decay: number) {
    this.#tf = tf;
    this.#decay = decay;
  }

  /** Takes the weights after a step in. @param step counts from 0 */
  update(model: LayersModel, step: number): void {
    const tf = this.#tf;
    const share = (1 - this.#decay) / (1 - this.#decay ** (step + 1));
    const first = share === 1 || this.#values.length === 0;
    const weights = model.getWeights();
    const after = first
      ? weights.map((weight) => tf.clone(weight))
      : allMovedTowards(tf, this.#values, weights, share);
    this.#replace(after.map((value) => tf.keep(value)));
  }

  /** Copies, in the model's order; empty before the first step. */
  copy(): Float32Array[] {
    return this.#values.map((value) => Float32Array.from(value.dataSync()));
  }

  /** Takes up what `copy` gave. */
  restore(model: LayersModel, values: readonly Float32Array[]): void {
    const shapes = model.getWeights().map(({ shape }) => shape);
    this.#replace(values.map((each, index) => this.#tf.keep(this.#tf.tensor(each, shapes[index]))));
  }

  /** Does work with the network holding the average (itself, before the first step), and gives it its own weights back. */
  inPlace<T>(model: LayersModel, work: () => T): T {
    if (this.#values.length === 0) return work();
    const own = model.getWeights().map((weight) => this.#tf.clone(weight));
    try {
      this.put(model);
      return work();
    } finally {
      model.setWeights(own);
      this.#tf.dispose(own);
    }
  }

  /** Gives the network the average for its weights, for good. */
  put(model: LayersModel): void {
    if (this.#values.length > 0) model.setWeights([...this.#values]);
  }

  dispose(): void {
    this.#replace([]);
  }

  #replace(values: readonly Tensor[]): void {
    this.#tf.dispose([...this.#values]);
    this.#values = values;
  }
}
