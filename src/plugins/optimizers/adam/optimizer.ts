import { stepAllByAdam } from '../../../core/training/allWeights.js';
import type { Optimizer, Tf, Variable } from '../../../core/training/tf.js';

export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** What a weight's step depends on beside the weight's numbers. */
export interface AdamStep {
  readonly weight: Variable;
  readonly learningRate: number;
  /** 1 − β₁ᵗ and 1 − β₂ᵗ: what of the running means does not come from their start at 0. */
  readonly correction1: number;
  readonly correction2: number;
}

/** What a step does with a weight and the running means m and v: w ← kept w − rate m / (√v / scale + ε). */
export interface AdamChange {
  readonly kept: number;
  readonly rate: number;
  readonly scale: number;
}

export type AdamRule = (step: AdamStep) => AdamChange;

type Gradients = Parameters<Optimizer['applyGradients']>[0];
type Weights = Parameters<Optimizer['setWeights']>[0];

interface Moments {
  readonly first: Variable;
  readonly second: Variable;
}

/** Moments that were set, with the names that they were saved by. */
interface WaitingMoments extends Moments {
  readonly names: readonly [first: string, second: string];
}

/**
 * The family of Adam, of gradients g at step t:
 *
 *     m ← β₁ m + (1 − β₁) g        v ← β₂ v + (1 − β₂) g²        w ← k w − r m / (√v / s + ε)
 *
 * with k, r and s from the rule.
 *
 * tf.train.adam keeps running products of β₁ and β₂ that its saved state does not hold. Here the step and the moments
 * are the whole state. The learning rate is no part of it: who changes it between two steps says it anew after a resume.
 */
export function createAdam(tf: Tf, options: AdamOptions, rule: AdamRule): Optimizer {
  const { beta1, beta2, epsilon } = options;

  class Adam extends tf.Optimizer {
    static readonly className = 'Adam';
    readonly #moments = new Map<string, Moments>();
    /** Moments that were set and have not met their weights yet; the gradients come in the same order each time. */
    #waiting: WaitingMoments[] = [];
    learningRate = options.learningRate;

    applyGradients(gradients: Gradients): void {
      const named = Array.isArray(gradients)
        ? gradients
        : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
      this.incrementIterations();
      const { learningRate, iterations } = this;
      const correction1 = 1 - beta1 ** iterations;
      const correction2 = 1 - beta2 ** iterations;
      const steps = named.map(({ name, tensor: gradient }) => {
        const weight = tf.engine().registeredVariables[name];
        const change = rule({ weight, learningRate, correction1, correction2 });
        return {
          before: { weight, ...this.#momentsOf(name, weight) },
          gradient,
          numbers: { ...change, beta1, beta2, epsilon },
        };
      });
      stepAllByAdam(tf, steps, (after, index) => {
        const { weight, first, second } = steps[index].before;
        first.assign(after.first);
        second.assign(after.second);
        weight.assign(after.weight);
      });
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

    /** The step, then each weight's first and second moment, also of those that wait: a step may never have come. */
    override async getWeights(): Promise<Weights> {
      const met = [...this.#moments].flatMap(([name, { first, second }]) => [
        { name: `${name}/m`, tensor: first },
        { name: `${name}/v`, tensor: second },
      ]);
      const waiting = this.#waiting.flatMap(({ names, first, second }) => [
        { name: names[0], tensor: first },
        { name: names[1], tensor: second },
      ]);
      return [await this.saveIterations(), ...met, ...waiting];
    }

    override async setWeights(weights: Weights): Promise<void> {
      this.#disposeMoments();
      const moments = await this.extractIterations(weights);
      const variable = (index: number): Variable => tf.variable(moments[index].tensor, false);
      for (let index = 0; index < moments.length; index += 2) {
        const names = [moments[index].name, moments[index + 1].name] as const;
        this.#waiting.push({ names, first: variable(index), second: variable(index + 1) });
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
