import { expect, test } from 'vitest';
import { combinations, countingAxis, joinAxes, parseAxis } from '../../../src/core/families/axes.js';
import { caughtError } from '../../support/caughtError.js';

const texts = (argument: string) => parseAxis(argument).values.map(({ text }) => text);

test.each([
  ['seed=1,2,3', ['1', '2', '3']],
  ['seed=1..4', ['1', '2', '3', '4']],
  ['split.fold=-1..1, 7', ['-1', '0', '1', '7']],
  ['model=mlp,cnn-bilstm', ['mlp', 'cnn-bilstm']],
  ['model.hidden=[64, 32],[]', ['[64, 32]', '[]']],
  ['sample=null,{ use: smote, neighbors: 3 }', ['null', '{ use: smote, neighbors: 3 }']],
  ['name="a, b",c', ['"a, b"', 'c']],
  ['loss.gamma=1.5,2', ['1.5', '2']],
])('%s', (argument, values) => {
  expect(texts(argument)).toEqual(values);
});

test.each([
  ['seed', 'no KEY='],
  ['=1', 'no KEY='],
  ['train..epochs=1', 'no KEY='],
  ['seed=', 'no value'],
  ['seed=1,,2', 'value'],
  ['seed=5..1', 'no range'],
  ['seed=1,2,1', "'1' is there twice"],
  ['seed=1..5000', 'values'],
  ['model.hidden=[64', 'YAML'],
  ['seed=1]', 'YAML'],
])('%s is refused', (argument, said) => {
  const error = caughtError(() => parseAxis(argument));
  expect(error.code).toBe('FAMILY_OVER_SYNTAX');
  expect(error.message).toContain(said);
});

test('members are all combinations, the last axis changes first', () => {
  const axes = [parseAxis('a=x,y'), countingAxis('seed', 2)];
  const rows = combinations(axes).map((values) => values.map(({ text }) => text).join(' '));
  expect(rows).toEqual(['x 1', 'x 2', 'y 1', 'y 2']);
  expect(combinations([])).toEqual([[]]);
});

test('an axis that is named again replaces the one before', () => {
  const joined = joinAxes([parseAxis('seed=1..5'), parseAxis('a=x,y')], [parseAxis('seed=9')]);
  expect(joined.map(({ path, values }) => [path, values.length])).toEqual([
    ['a', 2],
    ['seed', 1],
  ]);
});
