import { beforeAll, describe, expect, it } from 'vitest';
import { clipByGlobalNorm, globalNorm } from '../../../src/core/training/clipping.js';
import type { NamedTensorMap, Tf } from '../../../src/core/training/tf.js';
import { largestDifference, tensorOf } from './golden.js';
import { loopGolden } from './loopGolden.js';
import { startTf } from './tasks.js';

let tf: Tf;
beforeAll(async () => {
  tf = await startTf();
});

describe.each(loopGolden.clipping)('gradients clipped to a norm of $most', (golden) => {
  const gradients = (): NamedTensorMap =>
    Object.fromEntries(golden.gradients.map((values, index) => [`w${index}`, tensorOf(tf, values)]));

  it("have PyTorch's norm before", () => {
    tf.tidy(() => {
      expect(globalNorm(tf, gradients()).dataSync()[0]).toBeCloseTo(golden.norm, 5);
    });
  });

  // clip_grad_norm_ adds 1e-6 to the norm, which clip_by_global_norm does not.
  it("are PyTorch's but for the millionth that it adds to the norm", () => {
    tf.tidy(() => {
      const clipped = clipByGlobalNorm(tf, gradients(), golden.most);
      golden.clipped.forEach(({ values }, index) => {
        expect(largestDifference(clipped[`w${index}`].dataSync(), values)).toBeLessThan(5e-6);
      });
    });
  });
});

it('a norm of 0 stays 0', () => {
  tf.tidy(() => {
    const clipped = clipByGlobalNorm(tf, { w: tf.zeros([3]) }, 1);
    expect([...clipped['w'].dataSync()]).toEqual([0, 0, 0]);
  });
});
