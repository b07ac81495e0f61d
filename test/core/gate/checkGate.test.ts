import { describe, expect, it } from 'vitest';
import type { GateCheck } from '../../../src/core/config/experiment.js';
import { checkGate, type GateProblem } from '../../../src/core/gate/checkGate.js';
import { gatePresets } from '../../../src/core/gate/presets.js';
import classificationReport from '../../../src/plugins/evaluators/classificationReport.js';
import calibration from '../../../src/plugins/evaluators/calibration.js';
import { pluginContext } from '../../support/pluginContext.js';

const classes = ['calm', 'sad'];
const intervals = { resamples: 100, level: 0.95 };
const { metrics } = classificationReport.create({}, pluginContext());
const onTest = { part: 'test', bound: 'value', level: 'error' } as const;
const accuracy: GateCheck = { metric: 'accuracy', per: 'overall', above: 0.8, ...onTest };
const recall: GateCheck = { metric: 'recall', per: 'class', above: 0.75, ...onTest };

function problems(...checks: readonly GateCheck[]): readonly GateProblem[] {
  return checkGate(checks, metrics, classes, intervals);
}

describe('checkGate', () => {
  it('finds nothing wrong with the presets where their evaluator is used', () => {
    for (const { checks } of gatePresets) expect(problems(...checks)).toEqual([]);
  });

  it.each([
    ['a metric that nothing makes', { ...accuracy, metric: 'acuracy' }, 'GATE_UNKNOWN_METRIC', ['metric']],
    ['a per-class metric overall', { ...accuracy, metric: 'recall' }, 'GATE_UNKNOWN_METRIC', ['metric']],
    ['an overall metric per class', { ...recall, metric: 'accuracy' }, 'GATE_UNKNOWN_METRIC', ['metric']],
    [
      'a class that the data lacks',
      { ...recall, classes: ['sad', 'clam'] },
      'GATE_UNKNOWN_CLASS',
      ['classes', 1],
    ],
    ['classes on an overall check', { ...accuracy, classes: ['sad'] }, 'GATE_CLASSES_OVERALL', ['classes']],
    [
      'no threshold',
      { metric: 'accuracy', per: 'overall' as const, ...onTest },
      'GATE_WITHOUT_THRESHOLD',
      [],
    ],
    ['an empty range', { ...accuracy, max: 0.7 }, 'GATE_IMPOSSIBLE', []],
    ['a range of one point that is left out', { ...accuracy, max: 0.8 }, 'GATE_IMPOSSIBLE', []],
  ])('finds %s and says where it stands', (_, check, code, path) => {
    const found = problems(recall, check);
    expect(found.map((problem) => [problem.check, problem.path, problem.error.code])).toEqual([
      [1, path, code],
    ]);
  });

  it('lets a range of one point pass that is in it', () => {
    expect(problems({ metric: 'accuracy', per: 'overall', min: 0.8, max: 0.8, ...onTest })).toEqual([]);
  });

  it('finds a bound where there are no intervals', () => {
    const [found] = checkGate([{ ...accuracy, bound: 'low' }], metrics, classes, null);
    expect(found.path).toEqual(['bound']);
    expect(found.error.code).toBe('GATE_NEEDS_INTERVALS');
  });

  it('finds a bound of a metric that has no interval, with intervals on or off', () => {
    const made = calibration.create({ bins: 15 }, pluginContext()).metrics;
    const onEnd: GateCheck = { metric: 'ece', per: 'overall', max: 0.1, ...onTest, bound: 'high' };
    for (const setting of [intervals, null]) {
      const found = checkGate([onEnd], made, classes, setting);
      expect(found.map(({ path, error }) => [path, error.code])).toEqual([
        [['bound'], 'GATE_METRIC_WITHOUT_INTERVAL'],
      ]);
      expect(found[0].error.message).toContain("'ece', which has none: resampling biases this metric");
    }
    expect(checkGate([{ ...onEnd, metric: 'brier' }], made, classes, intervals)).toEqual([]);
    expect(checkGate([{ ...onEnd, bound: 'value' }], made, classes, intervals)).toEqual([]);
  });

  it('names the metric that was probably meant, or how to ask for it', () => {
    const hints = problems({ ...accuracy, metric: 'acuracy' }, { ...accuracy, metric: 'recall' });
    expect(hints.map(({ error }) => error.hint)).toEqual([
      "Did you mean 'accuracy'?",
      "Add 'per: class' to the check.",
    ]);
  });

  it('finds all mistakes of all checks at once', () => {
    const found = problems(
      { ...accuracy, metric: 'speed', classes: ['angry'] },
      { ...recall, classes: ['angry'] },
    );
    expect(found.map((problem) => [problem.check, problem.error.code])).toEqual([
      [0, 'GATE_UNKNOWN_METRIC'],
      [0, 'GATE_CLASSES_OVERALL'],
      [1, 'GATE_UNKNOWN_CLASS'],
    ]);
  });
});

describe('checkGate of looks and of classes that may be missing', () => {
  const looks: GateCheck = {
    metric: 'held-out-looks',
    per: 'overall',
    max: 5,
    part: 'test',
    bound: 'value',
    level: 'error',
  };

  it('knows the number of looks without an evaluator, of the held-out part alone', () => {
    expect(checkGate([looks], [], classes, null)).toEqual([]);
    const wrong = checkGate([{ ...looks, part: 'validation', bound: 'low' }], [], classes, null);
    expect(wrong.map(({ path, error }) => [path, error.code])).toEqual([
      [['part'], 'GATE_LOOKS_NOT_HELD_OUT'],
      [['bound'], 'GATE_LOOKS_NOT_HELD_OUT'],
    ]);
  });

  it('asks for classes of the corpus, left out or not', () => {
    const check = { ...looks, mayMiss: ['bored', 'angry'] };
    const found = checkGate([check], [], classes, null, ['angry']);
    expect(found.map(({ path, error }) => [path, error.code])).toEqual([
      [['mayMiss', 0], 'GATE_UNKNOWN_CLASS'],
    ]);
  });
});
