import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import { classWeights } from '../../../src/core/experiment/classWeights.js';
import { mostProbable } from '../../../src/core/experiment/confusion.js';
import { fitMachine } from '../../../src/plugins/models/svm/fit.js';
import svm from '../../../src/plugins/models/svm/index.js';
import { gammaOf } from '../../../src/plugins/models/svm/kernel.js';
import { decisionsOf, pairsOf, type SupportVectorMachine } from '../../../src/plugins/models/svm/machine.js';
import { coupled, fitSigmoid, sigmoid } from '../../../src/plugins/models/svm/platt.js';
import { pooledTable, trainingRows } from '../../support/trainingRows.js';
import { classical, fittingOf, golden, largestDifference, trainingOf, type GoldenCase } from './classical.js';

type Setting = GoldenCase['svm'][number];

function gammaSetting(value: unknown): 'scale' | 'auto' | number {
  if (value === 'auto' || typeof value === 'number') return value;
  return 'scale';
}

async function machineFor(each: GoldenCase, { options }: Setting): Promise<SupportVectorMachine> {
  const rows = trainingOf(each);
  const names = fittingOf(each.classes).classes;
  const weights = classWeights(options.class_weight ?? 'none', rows.labels, names);
  const kernel = { kind: options.kernel, gamma: gammaOf(gammaSetting(options.gamma), rows.table) };
  return await fitMachine(
    rows,
    { cost: options.C, kernel, tolerance: 1e-5 },
    fittingOf(each.classes, { classWeights: weights }),
    (message) => expect.fail(message),
  );
}

/** The class that most pairs vote for, the first of equals: what SVC's `predict` names. */
function voted(decisions: Float64Array, row: number, classes: number): number {
  const pairs = pairsOf(classes);
  const votes = new Array<number>(classes).fill(0);
  pairs.forEach(([first, second], pair) => {
    votes[decisions[row * pairs.length + pair] > 0 ? first : second] += 1;
  });
  return votes.indexOf(Math.max(...votes));
}

describe('svm agrees with scikit-learn', () => {
  const cases = golden.cases.flatMap((each) =>
    each.svm.map((setting) => {
      const name = `${each.training.length} rows, ${each.classes} classes, ${JSON.stringify(setting.options)}`;
      return [name, each, setting] as const;
    }),
  );

  it.each(cases)('%s', async (_, each, setting) => {
    const machine = await machineFor(each, setting);
    const decisions = decisionsOf(machine, pooledTable(each.test));
    // Of two classes scikit-learn turns the sign.
    const sign = each.classes === 2 ? -1 : 1;
    const expected = setting.decisions.map((row) => row.map((value) => sign * value));
    const scale = Math.max(...expected.flat().map(Math.abs));
    expect(largestDifference(decisions, expected) / scale).toBeLessThan(1e-4);
    expect(machine.vectors.length / machine.columns).toBe(setting.supportVectors);
    const votes = each.test.map((__, row) => voted(decisions, row, each.classes));
    expect(votes).toEqual(setting.predicted);
  });

  it("in Platt's sigmoid", () => {
    for (const { decisions, isFirst, probabilities } of golden.platt) {
      const { slope, shift } = fitSigmoid(Float64Array.from(decisions), isFirst);
      const found = decisions.map((decision) => sigmoid(slope * decision + shift));
      expect(largestDifference(found, [probabilities])).toBeLessThan(1e-3);
    }
  });

  it('in the coupling of pairs', () => {
    const { slopes, shifts, decisions, probabilities } = golden.coupling;
    const classes = probabilities[0].length;
    const found = decisions.flatMap((row) => {
      const byPair = new Float64Array(classes ** 2);
      pairsOf(classes).forEach(([first, second], pair) => {
        const share = sigmoid(slopes[pair] * row[pair] + shifts[pair]);
        byPair[first * classes + second] = share;
        byPair[second * classes + first] = 1 - share;
      });
      return [...coupled(byPair, classes)];
    });
    expect(largestDifference(found, probabilities)).toBeLessThan(1e-9);
  });
});

describe('svm', () => {
  const [each] = golden.cases;
  const table = pooledTable(each.test);

  it('names by probability nearly always the class that the votes name', async () => {
    const fitted = await classical(svm).fit(trainingOf(each), fittingOf(each.classes));
    const probabilities = fitted.predict(table);
    const named = each.test.map((_, row) => mostProbable(probabilities, row, each.classes));
    const same = named.filter((label, row) => label === each.svm[0].predicted[row]).length;
    expect(same / named.length).toBeGreaterThanOrEqual(0.9);
    const sums = each.test.map((_, row) =>
      probabilities.subarray(row * each.classes, (row + 1) * each.classes).reduce((sum, one) => sum + one, 0),
    );
    sums.forEach((sum) => {
      expect(sum).toBeCloseTo(1, 12);
    });
  });

  it('gives the same bits for the same seed, row by row, and from what it kept', async () => {
    const model = classical(svm, { kernel: 'rbf', cost: 3 });
    const fit = (seed: number) =>
      model.fit(trainingOf(each), fittingOf(each.classes, { random: new Random(seed) }));
    const fitted = await fit(1);
    const whole = fitted.predict(table);
    expect((await fit(1)).predict(table)).toEqual(whole);
    expect((await fit(2)).predict(table)).not.toEqual(whole);
    const alone = each.test.flatMap((row) => [...fitted.predict(pooledTable([row]))]);
    expect(Float64Array.from(alone)).toEqual(whole);
    const { settings, arrays } = fitted.state;
    const kept: unknown = JSON.parse(JSON.stringify(settings));
    expect(model.restore({ settings: kept, arrays }).predict(table)).toEqual(whole);
    expect(() =>
      model.restore({ settings: kept, arrays: { ...arrays, offsets: new Float64Array(1) } }),
    ).toThrow('it lacks offsets');
  });

  it('gives a class without rows no probability; one class alone is refused', async () => {
    const rows = trainingOf(each);
    const fitted = await classical(svm).fit({ ...rows, classes: 5 }, fittingOf(5));
    const probabilities = fitted.predict(table);
    expect(each.test.map((_, row) => probabilities[row * 5 + 4])).toEqual(each.test.map(() => 0));
    const one = trainingRows(pooledTable([[1], [2]]), [1, 1], 2);
    const refused = classical(svm).fit(one, fittingOf(2));
    await expect(refused).rejects.toMatchObject({ code: 'MODEL_ONE_CLASS' });
  });

  it('stops between two pairs where it is asked to, and says how far it is', async () => {
    const controller = new AbortController();
    const told: string[] = [];
    const fitting = fittingOf(each.classes, {
      signal: controller.signal,
      progress: (done, total, unit) => {
        told.push(`${done}/${total} ${unit}`);
        if (done === 2) controller.abort();
      },
    });
    await expect(classical(svm).fit(trainingOf(each), fitting)).rejects.toThrow();
    expect(told).toEqual(['1/6 pairs of classes', '2/6 pairs of classes']);
  });
});
