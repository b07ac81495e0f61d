import type { Optimizer, Tf, Variable } from '../../../core/training/tf.js';

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

type Gradients = Parameters<Optimizer['applyGradients']>[0];
type Weights = Parameters<Optimizer['setWeights']>[0];

interface Moments {
  readonly first: Variable;
  readonly second: Variable;
}

/**
 * Adam as Keras and TensorFlow compute it, of gradients g at step t:
 *
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²
 *     w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)
 *
 * tf.train.adam adds ε to the root of the bias-corrected v instead, which makes the first steps of small gradients
 * larger, and keeps running products of β₁ and β₂ that its saved state does not hold. Here the step and the moments
 * are the whole state.
 */
export function createAdam(tf: Tf, options: AdamOptions): Optimizer {
  const { learningRate, beta1, beta2, epsilon } = options;

  class Adam extends tf.Optimizer {
    static readonly className = 'Adam';
    readonly #moments = new Map<string, Moments>();
    /** Moments that were set and have not met their weights yet; the gradients come in the same order each time. */
    #waiting: Moments[] = [];

    applyGradients(gradients: Gradients): void {
      const named = Array.isArray(gradients)
        ? gradients
        : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
      this.incrementIterations();
      const rate = (learningRate * Math.sqrt(1 - beta2 ** this.iterations)) / (1 - beta1 ** this.iterations);
      for (const { name, tensor: gradient } of named) {
        const variable = tf.engine().registeredVariables[name];
        const { first, second } = this.#momentsOf(name, variable);
        tf.tidy(() => {
          first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
          second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
          const step = tf.div(tf.mul(first, rate), tf.add(tf.sqrt(second), epsilon));
          variable.assign(tf.sub(variable, step));
        });
      }
    }

    #momentsOf(name: string, variable: Variable): Moments {
      const known = this.#moments.get(name);
      if (known !== undefined) {
        return known;
      }
      const zeros = (): Variable => tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
      const moments = this.#waiting.shift() ?? { first: zeros(), second: zeros() };
      this.#moments.set(name, moments);
      return moments;
    }

    /** The step, then each weight's first and second moment. */
    override async getWeights(): Promise<Weights> {
      const moments = [...this.#moments].flatMap(([name, { first, second }]) => [
        { name: `${name}/m`, tensor: first },
        { name: `${name}/v`, tensor: second },
      ]);
      return [await this.saveIterations(), ...moments];
    }

    override async setWeights(weights: Weights): Promise<void> {
      this.#disposeMoments();
      const moments = await this.extractIterations(weights);
      const variable = (index: number): Variable => tf.variable(moments[index].tensor, false);
      for (let index = 0; index < moments.length; index += 2) {
        this.#waiting.push({ first: variable(index), second: variable(index + 1) });
      }
    }

    override dispose(): void {
      super.dispose();
      this.#disposeMoments();
    }

    #disposeMoments(): void {
      for (const { first, second } of [...this.#moments.values(), ...this.#waiting]) {
        tf.dispose([first, second]);
      }
      this.#moments.clear();
      this.#waiting = [];
    }

    getConfig() {
      return { ...options };
    }
  }

  return new Adam();
}
