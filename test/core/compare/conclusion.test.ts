import { describe, expect, it } from 'vitest';
import { conclude, signed, wayOf } from '../../../src/core/compare/conclusion.js';
import { mcnemar } from '../../../src/core/compare/mcnemar.js';
import type { MetricDifference } from '../../../src/core/compare/metricDifference.js';

const names = { first: 'A', second: 'B' };

function change(metric: string, difference: number, low: number, high: number): MetricDifference {
  return { metric, better: 'higher', first: 0.5, second: 0.5 + difference, difference, low, high };
}

/** Accuracy's change and the discordant clips decide; nothing else moved unless it is given. */
function concluded(
  accuracy: MetricDifference,
  [onlyFirst, onlySecond]: readonly [number, number],
  others: { overall?: readonly MetricDifference[]; perClass?: readonly MetricDifference[] } = {},
  level = 0.95,
) {
  const byClass = {
    angry: { clips: 40, mcnemar: mcnemar(12, 1) },
    sad: { clips: 40, mcnemar: mcnemar(3, 0) },
  };
  const answers = { mcnemar: mcnemar(onlyFirst, onlySecond), byClass };
  return conclude({ accuracy, overall: [], perClass: [], ...others }, answers, names, 407, level);
}

describe('conclude', () => {
  it('says that one is better where interval and test agree', () => {
    expect(concluded(change('accuracy', 0.03, 0.01, 0.05), [2, 14])).toEqual({
      finding: 'second',
      text: 'B is better than A: its accuracy is higher by 0.030 [0.010, 0.050] on the same 407 held-out clips, McNemar p = 0.004.',
    });
    expect(concluded(change('accuracy', -0.1, -0.15, -0.05), [60, 2])).toEqual({
      finding: 'first',
      text: 'A is better than B: its accuracy is higher by 0.100 [0.050, 0.150] on the same 407 held-out clips, McNemar p < 0.001.',
    });
  });

  it('says that it is noise where neither finds anything', () => {
    const { finding, text } = concluded(change('accuracy', 0.01, -0.02, 0.04), [10, 14]);
    expect(finding).toBe('noise');
    expect(text).toBe(
      'The difference in accuracy is within the noise: +0.010 [-0.020, +0.040] on the same 407 held-out clips, McNemar p = 0.541.',
    );
  });

  it('settles nothing where the two disagree', () => {
    expect(concluded(change('accuracy', 0.01, 0.002, 0.02), [0, 3]).finding).toBe('unsettled');
    expect(concluded(change('accuracy', 0.01, -0.001, 0.02), [0, 9]).finding).toBe('unsettled');
  });

  it('asks as much of the test as of the interval, for the whole and for a class', () => {
    const better = change('accuracy', 0.03, 0.01, 0.05);
    const perClass = [{ ...change('recall', -0.275, -0.4, -0.15), class: 'angry' }];
    expect(mcnemar(2, 14).p).toBeGreaterThan(0.001);
    expect(concluded(better, [2, 14], { perClass }, 0.99).finding).toBe('second');
    expect(concluded(better, [2, 14], { perClass }, 0.999).finding).toBe('unsettled');
    expect(concluded(better, [2, 14], { perClass }, 0.99).text).toContain('beyond the noise: angry');
    expect(concluded(better, [2, 14], { perClass }, 0.999).text).not.toContain('beyond the noise');
  });

  it('does not keep quiet about a macro F1 that goes the other way', () => {
    const overall = [change('f1.macro', -0.04, -0.07, -0.01), change('uar', 0.01, -0.02, 0.02)];
    expect(concluded(change('accuracy', 0.03, 0.01, 0.05), [2, 14], { overall }).text).toContain(
      'But f1.macro differs by -0.040 [-0.070, -0.010].',
    );
  });

  it('names a class whose recall moved only where interval and test agree', () => {
    const perClass = ['angry', 'sad'].map((name) => ({
      ...change('recall', -0.275, -0.4, -0.15),
      class: name,
    }));
    const { text } = concluded(change('accuracy', 0, -0.01, 0.01), [4, 4], { perClass });
    expect(text).toMatch(/Recall of B beyond the noise: angry -0.275 \[-0.400, -0.150\]\.$/);
  });
});

describe('wayOf', () => {
  it('turns round for a metric that is better when lower, and sees nothing in an interval that touches 0', () => {
    expect(wayOf(change('accuracy', 0.1, 0.05, 0.2))).toBe('second');
    expect(wayOf({ ...change('ece', 0.1, 0.05, 0.2), better: 'lower' })).toBe('first');
    expect(wayOf(change('accuracy', 0.1, 0, 0.2))).toBeNull();
  });
});

describe('signed', () => {
  it('has a sign where there is a difference', () => {
    expect([0.25, -0.25, 0, -0.0001].map(signed)).toEqual(['+0.250', '-0.250', '0.000', '0.000']);
  });
});
