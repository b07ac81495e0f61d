import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { describe, expect, it } from 'vitest';
import { loadExperiment } from '../../../src/core/config/load.js';
import { IntoneError, IntoneErrors, EXIT } from '../../../src/core/errors.js';
import { builtInRegistry } from '../../../src/plugins/index.js';

const folder = fileURLToPath(new URL('./samples/', import.meta.url));

/** What a sample's expected.json holds. */
const Expected = Type.Object({
  overrides: Type.Optional(Type.Array(Type.String())),
  errors: Type.Array(Type.Record(Type.String(), Type.Unknown())),
});

function expectedOf(sample: string): Static<typeof Expected> {
  return Value.Parse(Expected, JSON.parse(readFileSync(`${folder}${sample}/expected.json`, 'utf8')));
}

async function errorsOf(sample: string, overrides: readonly string[]): Promise<readonly IntoneError[]> {
  const options = { registry: builtInRegistry(), cwd: `${folder}${sample}`, overrides };
  const thrown: unknown = await loadExperiment('experiment.yaml.in', options).catch(
    (error: unknown) => error,
  );
  if (thrown instanceof IntoneErrors) return thrown.errors;
  expect(thrown).toBeInstanceOf(IntoneError);
  return thrown instanceof IntoneError ? [thrown] : [];
}

/** All that a user sees of an error. */
function plain({ code, exit, message, allowed, hint, where }: IntoneError): unknown {
  const { frame, ...place } = where ?? { file: undefined };
  const shown = { code, message, allowed, hint, ...place, frame: frame?.split('\n') };
  expect(exit).toBe(EXIT.badInput);
  return JSON.parse(JSON.stringify(shown));
}

describe('a config with a mistake is refused, and told so', () => {
  const samples = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  it.each(samples.map(({ name }) => name))('%s', async (sample) => {
    const { overrides = [], errors } = expectedOf(sample);
    const found = await errorsOf(sample, overrides);
    expect(found.map(plain)).toEqual(errors);
  });
});
