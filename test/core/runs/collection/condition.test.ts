import { describe, expect, it, test } from 'vitest';
import { parseCondition } from '../../../../src/core/runs/collection/query/condition.js';
import { caughtError } from '../../../support/caughtError.js';

describe('parseCondition', () => {
  it.each([
    ['f1.macro > .8', 'f1.macro', '>', '.8'],
    ['  f1.macro>=.8  ', 'f1.macro', '>=', '.8'],
    ['train.epochs<20', 'train.epochs', '<', '20'],
    ['accuracy ≤ 1e-3', 'accuracy', '<=', '1e-3'],
    ['model == mlp', 'model', '=', 'mlp'],
    ['state != finished', 'state', '!=', 'finished'],
    ['note = "angry fell, again"', 'note', '=', 'angry fell, again'],
    ["name='it is > .8'", 'name', '=', 'it is > .8'],
    ['recall.wütend > -1', 'recall.wütend', '>', '-1'],
    ["tag = ''", 'tag', '=', ''],
  ])('reads %j', (text, key, operator, value) => {
    expect(parseCondition(text)).toMatchObject({ key: { text: key }, operator, value: { text: value } });
  });

  it.each([
    ['', 1, "starts with a key, not with ''"],
    ['> .8', 1, "starts with a key, not with '>'"],
    ['accuracy', 9, 'lacks a comparison'],
    ['accuracy is .8', 10, "'is' is no comparison"],
    ['accuracy => .8', 10, "'=>' is no comparison"],
    ['accuracy >', 11, 'lacks the value'],
    ['note = "angry fell', 8, 'quotation mark is not closed'],
    ['accuracy > .8 and seed = 42', 15, "'and', where the condition should end"],
    ['name = two words', 12, "'words', where the condition should end"],
  ])('says what is wrong in %j, and in which column', (text, column, message) => {
    const error = caughtError(() => parseCondition(text));
    expect(error.code).toBe('QUERY_SYNTAX');
    expect(error.message).toContain(message);
    expect(error.where).toMatchObject({ file: '--where', line: 1, column });
  });
});

test('an error points at the word', () => {
  const error = caughtError(() => parseCondition('accuracy is .8'));
  expect(error.where?.frame).toBe('  accuracy is .8\n           ^^');
  expect(caughtError(() => parseCondition('accuracy')).hint).toContain(
    "the shell takes '>' and '<' for itself",
  );
});
