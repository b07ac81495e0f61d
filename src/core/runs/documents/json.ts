import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** A document of a run directory as its file holds it: two-space JSON, shortest round-trip numbers, keys in their order. */
export function formatJson(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A document, or the sentence that says what is wrong with the text. */
export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Parses a document and checks it against its schema. */
export function parseJson<S extends TSchema>(schema: S, text: string): Parsed<Static<S>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'it is not JSON' };
  }
  if (Value.Check(schema, value)) return { ok: true, value };
  const error = Value.Errors(schema, value).First();
  const place = error === undefined || error.path === '' ? 'it' : `'${error.path}'`;
  return { ok: false, problem: `${place} is not as intone writes it (${error?.message ?? 'unknown'})` };
}
