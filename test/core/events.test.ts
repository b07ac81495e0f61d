import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { EventLineSchema, STAGES } from '../../src/core/events.js';

const published = resolve(fileURLToPath(import.meta.url), '../../../docs/events.schema.json');

/** Where the schema was changed on purpose: `npx vitest run test/core/events.test.ts -u` writes the page anew. */
it('docs/events.schema.json is the schema of the events that are written', async () => {
  const schema = { $schema: 'http://json-schema.org/draft-07/schema#', ...EventLineSchema };
  const options = await resolveConfig(published);
  const text = await format(JSON.stringify(schema), { ...options, filepath: published });
  await expect(text).toMatchFileSnapshot(published);
});

it('each event type has its own schema, with the stages in the order of the data', () => {
  const types = EventLineSchema.allOf[1].anyOf.map(({ properties }) => properties.type.const);
  expect(new Set(types).size).toBe(types.length);
  expect(STAGES.indexOf('split')).toBeLessThan(STAGES.indexOf('features'));
  expect(STAGES.indexOf('train')).toBeLessThan(STAGES.indexOf('evaluate'));
});
