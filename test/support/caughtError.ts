import { isIntoneError, type IntoneError } from '../../src/core/errors.js';

/** The catalogue error that an action throws; anything else fails the test. */
export function caughtError(action: () => unknown): IntoneError {
  try {
    action();
  } catch (thrown) {
    if (isIntoneError(thrown)) return thrown;
    throw thrown;
  }
  throw new Error('The action throws nothing.');
}
