import { Value } from '@sinclair/typebox/value';
import { expect, test } from 'vitest';
import { IntoneErrors } from '../../src/core/errors.js';
import { WORKER_DIED, WORKER_STOPPED } from '../../src/core/errors/worker.js';
import { describeFailure, failureError, FailureSchema } from '../../src/worker/failure.js';

/** Through JSON and its check, as between two processes. */
function sent(error: unknown): Error {
  const told: unknown = JSON.parse(JSON.stringify(describeFailure(error)));
  Value.Assert(FailureSchema, told);
  return failureError(told);
}

test('a mistake arrives as it was thrown, with its exit code and its place', () => {
  const where = { file: 'a.yaml', line: 3, column: 7, frame: '  seed: x\n        ^' };
  const error = WORKER_STOPPED({ kept: { directory: 'runs/x', epoch: 3, clips: [] } }).at(where);
  expect(sent(error)).toEqual(error);
  expect(sent(error)).toMatchObject({ exit: 130, where });
});

test('several mistakes arrive together', () => {
  const errors = new IntoneErrors([
    WORKER_STOPPED({ kept: null }),
    WORKER_DIED({ how: 'ended', kept: null, lastWords: null }),
  ]);
  expect(sent(errors)).toEqual(errors);
  expect(sent(errors)).toBeInstanceOf(IntoneErrors);
});

test("a fault keeps its name, its stack and the operating system's code", () => {
  const error = Object.assign(new RangeError('too far'), { code: 'ENOSPC' });
  const arrived = sent(error);
  expect(arrived).toMatchObject({ name: 'RangeError', message: 'too far', code: 'ENOSPC' });
  expect(arrived.stack).toBe(error.stack);
  expect(sent('only words')).toMatchObject({ message: 'only words' });
});
