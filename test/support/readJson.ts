import { readFileSync } from 'node:fs';
import type { Static, TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** A JSON file, checked against the schema that the test expects it to have. */
export function readJson<S extends TSchema>(schema: S, url: URL): Static<S> {
  return Value.Decode(schema, JSON.parse(readFileSync(url, 'utf8')));
}
