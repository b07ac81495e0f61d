import { expect } from 'vitest';
import { rejection } from '../../support/rejection.js';

/** Expects a promise to fail with the catalogue's error of that code, and the texts to stand in what it says. */
export async function expectFailure(
  promise: Promise<unknown>,
  code: string,
  ...texts: readonly string[]
): Promise<void> {
  const error = await rejection(promise);
  expect(error.code).toBe(code);
  for (const text of texts) expect(`${error.message}\n${error.allowed ?? ''}`).toContain(text);
}
