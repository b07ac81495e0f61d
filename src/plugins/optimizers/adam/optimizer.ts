import type { Optimizer, Tensor, Tf, Variable } from '../../../core/training/tf.js';

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** What a weight's step is made of. */
export interface AdamStep {
  readonly weight: Variable;
  /** Running mean of the gradient, after this step's. */
  readonly first: Tensor;
  /** Running mean of the squared gradient, after this step's. */
  readonly second: Tensor;
  readonly learningRate: number;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ: what of the running means does not come from their start at 0. */
  readonly correction1: number;
  readonly correction2: number;
}

/** Gives a weight's new value. */
export type AdamRule = (tf: Tf, step: AdamStep, options: AdamOptions) => Tensor;

type Gradients = Parameters<Optimizer['applyGradients']>[0];
type Weights = Parameters<Optimizer['setWeights']>[0];

interface Moments {
  readonly first: Variable;
  readonly second: Variable;
}

/**
 * The family of Adam, of gradients g at step t:
 *
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        w ← rule(w, m, v, t)
 *
 * tf.train.adam keeps running products of β₁ and β₂ that its saved state does not hold. Here the step and the moments
 * are the whole state. The learning rate is no part of it: who changes it between two steps says it anew after a resume.
 */
export function createAdam(tf: Tf, options: AdamOptions, rule: AdamRule): Optimizer {
  const { beta1, beta2 } = options;

  class Adam extends tf.Optimizer {
    static readonly className = 'Adam';
    readonly #moments = new Map<string, Moments>();
    /** Moments that were set and have not met their weights yet; the gradients come in the same order each time. */
    #waiting: Moments[] = [];
    learningRate = options.learningRate;

    applyGradients(gradients: Gradients): void {
      const named = Array.isArray(gradients)
        ? gradients
        : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
      this.incrementIterations();
      const { learningRate, iterations } = this;
      const correction1 = 1 - beta1 ** iterations;
      const correction2 = 1 - beta2 ** iterations;
      for (const { name, tensor: gradient } of named) {
        const weight = tf.engine().registeredVariables[name];
        const { first, second } = this.#momentsOf(name, weight);
        tf.tidy(() => {
          first.assign(tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1)));
          second.assign(tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
          weight.assign(rule(tf, { weight, first, second, learningRate, correction1, correction2 }, options));
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

/** Sets the learning rate of the next steps of an optimizer that `createAdam` made. */
export function setLearningRate(optimizer: Optimizer, learningRate: number): void {
  Object.assign(optimizer, { learningRate });
}
