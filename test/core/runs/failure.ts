import { expect } from 'vitest';
import { isIntoneError } from '../../../src/core/errors.js';

/** Expects a promise to fail with the catalogue's error of that code, and the texts to stand in what it says. */
export async function expectFailure(
  promise: Promise<unknown>,
  code: string,
  ...texts: readonly string[]
): Promise<void> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!isIntoneError(thrown)) throw new Error(`Expected ${code}, not ${String(thrown)}.`, { cause: thrown });
  expect(thrown.code).toBe(code);
  for (const text of texts) expect(`${thrown.message}\n${thrown.allowed ?? ''}`).toContain(text);
}
