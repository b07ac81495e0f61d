import { Value } from '@sinclair/typebox/value';
import { describe, expect, it } from 'vitest';
import type { GateCheck } from '../../../src/core/config/experiment.js';
import { judge, type MetricsByPart } from '../../../src/core/gate/judge.js';
import { findGatePreset } from '../../../src/core/gate/presets.js';
import { VerdictSchema, type Verdict } from '../../../src/core/gate/verdict.js';
import { evaluatePart } from '../../../src/core/experiment/evaluate.js';
import { Random } from '../../../src/core/random.js';
import classificationReport from '../../../src/plugins/evaluators/classificationReport.js';
import { caughtError } from '../../support/caughtError.js';
import { pluginContext } from '../../support/pluginContext.js';
import { certainPredictions } from '../../support/predictions.js';

const classes = ['calm', 'happy', 'sad'];
const onTest = { part: 'test', bound: 'value', level: 'error' } as const;
const accuracy: GateCheck = { metric: 'accuracy', per: 'overall', above: 0.8, ...onTest };
const recall: GateCheck = { metric: 'recall', per: 'class', above: 0.75, ...onTest };

/** Metrics of a test part with so many rows of each class taken for each: matrix[truth][predicted]. */
function measured(matrix: readonly (readonly number[])[], withIntervals = false): MetricsByPart {
  const pairs = matrix.flatMap((row, truth) =>
    row.flatMap((count, taken) => new Array<[number, number]>(count).fill([truth, taken])),
  );
  const predictions = certainPredictions(
    classes,
    pairs.map(([truth]) => truth),
    pairs.map(([, taken]) => taken),
  );
  const report = { name: 'report', evaluator: classificationReport.create({}, pluginContext()) };
  const intervals = withIntervals ? { resamples: 100, level: 0.95 } : null;
  return { test: evaluatePart(predictions, [report], intervals, new Random(1)) };
}

const good = measured([
  [9, 1, 0],
  [0, 10, 0],
  [0, 0, 10],
]);
const sadFalls = measured([
  [10, 0, 0],
  [0, 7, 3],
  [5, 0, 5],
]);

function outcomes({ checks }: Verdict): (readonly [string, string | undefined, boolean])[] {
  return checks.map((check) => [check.metric, check.class, check.passed] as const);
}

describe('judge', () => {
  it('passes where every check holds', () => {
    const verdict = judge([accuracy, recall], good, classes);
    expect(verdict.passed).toBe(true);
    expect(verdict.summary).toBe('4 of 4 checks hold.');
    expect(verdict.notes).toEqual([]);
  });

  it('puts the failing classes first, the worst at the top, and says by how much', () => {
    const verdict = judge([accuracy, recall], sadFalls, classes);
    expect(verdict.passed).toBe(false);
    expect(outcomes(verdict)).toEqual([
      ['recall', 'sad', false],
      ['recall', 'happy', false],
      ['accuracy', undefined, false],
      ['recall', 'calm', true],
    ]);
    expect(verdict.checks[0]).toEqual({
      metric: 'recall',
      class: 'sad',
      part: 'test',
      threshold: '> 0.75',
      bound: 'value',
      value: 0.5,
      judged: 0.5,
      passed: false,
      level: 'error',
      shortBy: 0.25,
    });
    expect(verdict.summary).toBe(
      '3 of 4 checks fail; first recall of sad on test is 0.500, should be > 0.75, short by 0.250.',
    );
  });

  it('is as the schema of verdict.json says, and goes through JSON unchanged', () => {
    const verdict = judge([accuracy, recall], sadFalls, classes);
    const kept: unknown = JSON.parse(JSON.stringify(verdict));
    expect(Value.Check(VerdictSchema, kept)).toBe(true);
    expect(kept).toEqual(verdict);
  });

  it('says plainly that nothing was judged where there are no checks', () => {
    expect(judge([], sadFalls, classes)).toEqual({
      passed: true,
      summary: 'No thresholds: nothing was judged.',
      notes: [],
      checks: [],
    });
  });

  it('shows a failing check of level warn and passes all the same', () => {
    const verdict = judge([{ ...accuracy, level: 'warn' }], sadFalls, classes);
    expect(verdict.passed).toBe(true);
    expect(outcomes(verdict)).toEqual([['accuracy', undefined, false]]);
    expect(verdict.summary).toBe('0 of 1 checks hold, 1 with a warning.');
  });

  it('checks only the classes that a check names', () => {
    const verdict = judge([{ ...recall, classes: ['calm'] }], sadFalls, classes);
    expect(outcomes(verdict)).toEqual([['recall', 'calm', true]]);
  });
});

describe('thresholds', () => {
  /** Accuracy is exactly 0.75. */
  const exact = measured([
    [3, 1, 0],
    [1, 3, 0],
    [0, 1, 3],
  ]);

  it.each([
    [{ min: 0.75 }, '≥ 0.75', true],
    [{ above: 0.75 }, '> 0.75', false],
    [{ max: 0.75 }, '≤ 0.75', true],
    [{ below: 0.75 }, '< 0.75', false],
  ])('%o at its limit', (limits, threshold, passed) => {
    const verdict = judge([{ metric: 'accuracy', per: 'overall', ...limits, ...onTest }], exact, classes);
    expect(verdict.checks).toMatchObject([{ threshold, passed, shortBy: passed ? null : 0 }]);
  });

  it('gives each side of a range its own result', () => {
    const range = { metric: 'accuracy', per: 'overall', min: 0.8, max: 0.9, ...onTest } as const;
    const verdict = judge([range], exact, classes);
    expect(verdict.checks.map(({ threshold, passed }) => [threshold, passed])).toEqual([
      ['≥ 0.8', false],
      ['≤ 0.9', true],
    ]);
  });

  it('says by how much an upper limit is passed', () => {
    const verdict = judge([{ metric: 'accuracy', per: 'overall', max: 0.5, ...onTest }], exact, classes);
    expect(verdict.checks[0].shortBy).toBe(0.25);
  });
});

describe('bounds', () => {
  const metrics = measured(
    [
      [9, 1, 0],
      [1, 9, 0],
      [0, 1, 9],
    ],
    true,
  );

  it('hold the lower end of the interval against the threshold, and show value and interval', () => {
    const { value, low, high } = metrics.test?.overall.accuracy ?? {};
    const verdict = judge([{ ...accuracy, bound: 'low' }], metrics, classes);
    expect(verdict.checks).toMatchObject([
      {
        bound: 'low',
        value,
        judged: low,
        interval: { low, high },
        passed: false,
        shortBy: 0.8 - (low ?? NaN),
      },
    ]);
    expect(judge([accuracy], metrics, classes).passed).toBe(true);
  });

  it('hold the upper end of the interval against the threshold', () => {
    const { high } = metrics.test?.overall.accuracy ?? {};
    const verdict = judge([{ ...accuracy, bound: 'high' }], metrics, classes);
    expect(verdict.checks).toMatchObject([{ judged: high, passed: true }]);
  });

  it('need intervals', () => {
    const error = caughtError(() => judge([{ ...accuracy, bound: 'low' }], good, classes));
    expect(error.code).toBe('GATE_NEEDS_INTERVALS');
  });
});

describe('missing classes', () => {
  const withoutSad = measured([
    [10, 0, 0],
    [0, 10, 0],
    [0, 0, 0],
  ]);

  it('fail the check per class, with the reason', () => {
    const verdict = judge([recall], withoutSad, classes);
    expect(verdict.passed).toBe(false);
    expect(verdict.checks[0]).toMatchObject({
      class: 'sad',
      value: null,
      judged: null,
      shortBy: null,
      reason: 'no clip of sad is in the test part',
    });
    expect(verdict.summary).toBe(
      '1 of 3 checks fail; first recall of sad on test: no clip of sad is in the test part.',
    );
  });

  it('fail the check per class even where the metric has a value', () => {
    const check = { ...recall, metric: 'one-vs-rest-accuracy' };
    expect(withoutSad.test?.perClass['one-vs-rest-accuracy'].sad.value).toBe(1);
    expect(judge([check], withoutSad, classes).passed).toBe(false);
  });

  it('fail a gate that asks for an overall number only', () => {
    const verdict = judge([accuracy], withoutSad, classes);
    expect(verdict.passed).toBe(false);
    expect(outcomes(verdict)).toEqual([
      ['rows', 'sad', false],
      ['accuracy', undefined, true],
    ]);
  });

  it('fail a gate that names the other classes only', () => {
    const verdict = judge([{ ...recall, classes: ['calm', 'happy'] }], withoutSad, classes);
    expect(verdict.passed).toBe(false);
    expect(verdict.checks[0]).toMatchObject({ metric: 'rows', class: 'sad' });
  });

  it('only warn where all that is checked only warns', () => {
    const verdict = judge([{ ...accuracy, level: 'warn' }], withoutSad, classes);
    expect(verdict.passed).toBe(true);
    expect(verdict.checks[0]).toMatchObject({ class: 'sad', level: 'warn', passed: false });
  });

  it('fail where the data declares a class that the model does not know', () => {
    const verdict = judge([recall, accuracy], good, [...classes, 'surprised']);
    expect(verdict.checks[0]).toMatchObject({ class: 'surprised', passed: false });
    expect(verdict.checks[0].reason).toContain('was dropped');
    expect(verdict.checks.filter((check) => check.class === 'surprised')).toHaveLength(1);
  });
});

describe('classes that the config leaves out', () => {
  const some: GateCheck = { ...recall, classes: ['calm', 'happy'] };

  it.each([
    ['per class', recall],
    ['overall', accuracy],
  ])('fail a check %s that names no classes', (_, check) => {
    expect(judge([check], good, classes).passed).toBe(true);
    const verdict = judge([check, some], good, classes, { omitted: ['angry', 'disgust'] });
    expect(verdict.passed).toBe(false);
    expect(outcomes(verdict).slice(0, 3)).toEqual([
      ['rows', 'angry', false],
      ['rows', 'disgust', false],
      [check.metric, check === recall ? 'calm' : undefined, true],
    ]);
    expect(verdict.summary).toContain('angry is a class of the corpus and the config leaves it out');
    expect(Value.Check(VerdictSchema, verdict)).toBe(true);
  });

  it('pass where every check names its own classes', () => {
    const verdict = judge([some], good, classes, { omitted: ['angry'] });
    expect(outcomes(verdict)).toEqual([
      ['recall', 'calm', true],
      ['recall', 'happy', true],
    ]);
    expect(verdict.passed).toBe(true);
  });

  it('only warn where every check that names no classes only warns', () => {
    const verdict = judge([{ ...accuracy, level: 'warn' }, some], good, classes, { omitted: ['angry'] });
    expect(verdict.checks[0]).toMatchObject({ class: 'angry', level: 'warn', passed: false });
    expect(verdict.passed).toBe(true);
  });
});

describe('classes never predicted', () => {
  const neverSad = measured([
    [10, 0, 0],
    [0, 10, 0],
    [4, 6, 0],
  ]);

  it('are named in the notes and as the reason of the failing check', () => {
    const verdict = judge([recall], neverSad, classes);
    expect(verdict.notes).toEqual(['The model predicts sad for no clip of the test part.']);
    expect(verdict.checks[0]).toMatchObject({
      class: 'sad',
      shortBy: 0.75,
      reason: 'the model never predicts sad',
    });
  });
});

describe('metrics without a value', () => {
  it('fail with the reason', () => {
    const oneClass = { ...accuracy, metric: 'kappa', above: 0 };
    const predictions = certainPredictions(['calm'], [0, 0], [0, 0]);
    const report = { name: 'report', evaluator: classificationReport.create({}, pluginContext()) };
    const verdict = judge([oneClass], { test: evaluatePart(predictions, [report], null, new Random(1)) }, [
      'calm',
    ]);
    expect(verdict.checks).toMatchObject([
      { passed: false, value: null, reason: 'kappa is not defined here' },
    ]);
  });
});

describe('a gate that does not fit the metrics', () => {
  it.each([
    ['GATE_UNKNOWN_METRIC', { ...accuracy, metric: 'acuracy' }],
    ['GATE_UNKNOWN_METRIC', { ...accuracy, metric: 'recall' }],
    ['GATE_UNKNOWN_CLASS', { ...recall, classes: ['angry'] }],
    ['GATE_PART_MISSING', { ...accuracy, part: 'validation' as const }],
    ['GATE_WITHOUT_THRESHOLD', { metric: 'accuracy', per: 'overall' as const, ...onTest }],
  ])('throws %s', (code, check) => {
    expect(caughtError(() => judge([check], good, classes)).code).toBe(code);
  });
});

describe('published-criteria', () => {
  const { checks } = findGatePreset('published-criteria');

  it('asks for accuracy, macro F1 and the recall of every class on the held-out part', () => {
    expect(outcomes(judge(checks, good, classes)).map(([metric, name]) => [metric, name])).toEqual([
      ['recall', 'calm'],
      ['recall', 'happy'],
      ['recall', 'sad'],
      ['accuracy', undefined],
      ['f1.macro', undefined],
    ]);
    expect(judge(checks, good, classes).passed).toBe(true);
    expect(judge(checks, sadFalls, classes).passed).toBe(false);
  });

  it('is found by its name only', () => {
    const error = caughtError(() => findGatePreset('publised-criteria'));
    expect(error.code).toBe('GATE_UNKNOWN_PRESET');
    expect(error.hint).toBe("Did you mean 'published-criteria'?");
  });
});

describe('judge of classes that are never predicted', () => {
  const neverSad = measured([
    [10, 0, 0],
    [0, 10, 0],
    [0, 0, 0],
  ]);
  /** Rows of all classes; sad is never predicted. */
  const dropped = measured([
    [30, 0, 0],
    [0, 30, 0],
    [1, 0, 0],
  ]);

  it('fails, even where every number holds', () => {
    const verdict = judge([accuracy], dropped, classes);
    expect(verdict.passed).toBe(false);
    expect(verdict.checks[0]).toMatchObject({
      metric: 'predictions',
      class: 'sad',
      reason: 'the model never predicts sad',
    });
  });

  it('passes where the gate names the class, in whichever of its checks', () => {
    expect(judge([{ ...accuracy, mayMiss: ['sad'] }], dropped, classes).passed).toBe(true);
    const other: GateCheck = { ...accuracy, min: 0, mayMiss: ['sad'] };
    expect(judge([accuracy, other], dropped, classes).passed).toBe(true);
    expect(judge([{ ...accuracy, mayMiss: ['calm'] }], dropped, classes).passed).toBe(false);
  });

  it('lets a gate name what the config left out, and what has no row', () => {
    const omitted = ['angry'];
    expect(judge([accuracy], good, classes, { omitted }).passed).toBe(false);
    expect(judge([{ ...accuracy, mayMiss: omitted }], good, classes, { omitted }).passed).toBe(true);
    expect(judge([{ ...accuracy, mayMiss: ['sad'] }], neverSad, classes).passed).toBe(true);
  });

  it('leaves a class alone that the checks are not about', () => {
    const calm: GateCheck = { ...recall, classes: ['calm'] };
    expect(judge([calm], dropped, classes).passed).toBe(true);
  });

  it('only warns where the checks of the part do', () => {
    expect(judge([{ ...accuracy, level: 'warn' }], dropped, classes)).toMatchObject({ passed: true });
  });
});

describe('judge of looks', () => {
  const looks: GateCheck = { metric: 'held-out-looks', per: 'overall', max: 5, ...onTest };

  it('holds the number of looks against the limit, and asks for no class', () => {
    expect(judge([looks], sadFalls, classes, { looks: 5 }).passed).toBe(true);
    const verdict = judge([looks], sadFalls, classes, { looks: 7 });
    expect(verdict.checks).toMatchObject([{ value: 7, threshold: '≤ 5', passed: false, shortBy: 2 }]);
  });

  it('fails where the number is not known', () => {
    expect(judge([looks], sadFalls, classes).passed).toBe(false);
  });
});

describe('judge by validation alone', () => {
  it('sets checks on the held-out part aside and says so', () => {
    const { test } = good;
    if (test === undefined) throw new Error('There is a test part.');
    const onValidation: GateCheck = { ...accuracy, part: 'validation' };
    const verdict = judge([accuracy, recall, onValidation], { validation: test }, classes, {
      validationOnly: true,
    });
    expect(verdict).toMatchObject({ passed: true, validationOnly: true });
    expect(verdict.checks.map(({ part }) => part)).toEqual(['validation']);
    expect(verdict.notes).toEqual([
      'The held-out part was not opened; 2 checks on it were not judged: accuracy and recall.',
    ]);
    expect(judge([accuracy], { validation: test }, classes, { validationOnly: true }).summary).toBe(
      'Validation only. No thresholds on the validation part: nothing was judged.',
    );
  });
});
