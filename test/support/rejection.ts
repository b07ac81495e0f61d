import { isIntoneError, type IntoneError } from '../../src/core/errors.js';

/** The catalogue error that a promise is rejected with; anything else fails the test. */
export async function rejection(promise: Promise<unknown>): Promise<IntoneError> {
  try {
    await promise;
  } catch (thrown) {
    if (isIntoneError(thrown)) return thrown;
    throw thrown;
  }
  throw new Error('The promise is fulfilled.');
}
