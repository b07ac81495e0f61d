import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import type { OptimizerFactory } from '../../../src/core/registry/contracts.js';
import { restoreOptimizer, saveOptimizer } from '../../../src/core/training/optimizerState.js';
import type { Optimizer, Tf, Variable } from '../../../src/core/training/tf.js';
import adamw from '../../../src/plugins/optimizers/adam/adamw.js';
import { largestDifference, tensorOf } from '../../core/training/golden.js';
import { loopGolden } from '../../core/training/loopGolden.js';
import { startTf } from '../../core/training/tasks.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startTf();
});

const factoryOf = (options: object = {}): OptimizerFactory =>
  adamw.create(options, { random: new Random(1), warn: () => undefined });

type Case = (typeof loopGolden.adamw)[number];

function step(
  factory: OptimizerFactory,
  optimizer: Optimizer,
  { rate, gradients }: Case['steps'][number],
): void {
  factory.setLearningRate?.(optimizer, rate);
  tf.tidy(() => {
    const named = gradients.map((gradient, index) => [`weight_${index}`, tensorOf(tf, gradient)] as const);
    optimizer.applyGradients(Object.fromEntries(named));
  });
}

function variablesOf({ start }: Case): Variable[] {
  return start.map((values, index) =>
    tf.tidy(() => tf.variable(tensorOf(tf, values), true, `weight_${index}`)),
  );
}

it("has PyTorch's options by default", () => {
  expect(factoryOf().learningRate).toBe(0.001);
});

describe.each(loopGolden.adamw)('adamw, $options.decayed', (golden) => {
  const factory = factoryOf(golden.options);

  it("is PyTorch's, at learning rates that change from step to step", () => {
    const weights = variablesOf(golden);
    const optimizer = factory.create(tf);
    for (const each of golden.steps) {
      step(factory, optimizer, each);
      weights.forEach((weight, index) => {
        expect(largestDifference(weight.dataSync(), each.weights[index].values)).toBeLessThan(1e-6);
      });
    }
    optimizer.dispose();
    tf.dispose(weights);
  });

  it('goes on with the same bits from its saved state', async () => {
    const weights = variablesOf(golden);
    const optimizer = factory.create(tf);
    golden.steps.slice(0, 3).forEach((each) => {
      step(factory, optimizer, each);
    });
    const saved = await saveOptimizer(tf, optimizer);
    const resumed = factory.create(tf);
    await restoreOptimizer(tf, resumed, saved);
    const kept = weights.map((weight) => weight.dataSync().slice());
    const finish = (by: Optimizer): number[][] => {
      weights.forEach((weight, index) => {
        tf.tidy(() => {
          weight.assign(tf.tensor(kept[index], weight.shape));
        });
      });
      golden.steps.slice(3).forEach((each) => {
        step(factory, by, each);
      });
      return weights.map((weight) => [...weight.dataSync()]);
    };
    expect(finish(resumed)).toEqual(finish(optimizer));
    optimizer.dispose();
    resumed.dispose();
    tf.dispose(weights);
  });
});

it.each([{ weightDecay: -1 }, { decayed: 'biases' }, { epsilon: 0 }])('refuses %o', (options) => {
  expect(() => factoryOf(options)).toThrow();
});
