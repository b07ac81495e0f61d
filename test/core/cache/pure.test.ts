import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { listCache } from '../../../src/core/cache/inventory.js';
import type { RunEvent } from '../../../src/core/events.js';
import { runExperiment } from '../../../src/core/experiment/run.js';
import { loadTiny } from '../../experiment/tiny.js';
import { temporaryFolder } from '../runs/example.js';

/** It was there before this process, which a file has to be that is to be cached. */
const CREST_FACTOR = resolve(import.meta.dirname, '../../../examples/crest-factor.ts');

/** A feature that is not declared pure; the pieces stand before it and in what it computes. */
const feature = (before: string, value: string): string => `
  import { definePlugin, Type } from 'intone';
  ${before}
  export default definePlugin({
    kind: 'feature', name: 'own', summary: 'One number.', options: Type.Object({}),
    create: () => ({
      names: ['own'],
      extract: ({ frameCount }) => new Float32Array(frameCount).fill(${value}),
    }),
  });`;

/** Runs the tiny experiment with one feature more: what the stage and the warnings say, and how many rows are kept. */
async function runWith(
  folder: string,
  plugin: string,
  name: string,
): Promise<{ summary: string; warnings: readonly string[]; kept: number }> {
  const overrides = [`features=[{use: mfcc, coefficients: 6}, ${name}]`, 'train.epochs=1'];
  const loaded = await loadTiny(folder, overrides, stringify({ plugins: [plugin] }));
  const cache = join(folder, 'cache');
  const summaries: string[] = [];
  const warnings: string[] = [];
  const sink = (event: RunEvent): void => {
    if (event.type === 'stage-finished' && event.stage === 'features') summaries.push(event.summary);
    if (event.type === 'warning') warnings.push(event.message);
  };
  await runExperiment(loaded, { runsDirectory: join(folder, 'runs'), cache, sink });
  const kept = (await listCache(cache)).flatMap(({ entries }) => entries).length;
  return { summary: summaries.join('\n'), warnings, kept };
}

it.each([
  ['const { env } = process;', 'Number(env.LEVEL ?? 1)'],
  ['const { random } = Math;', 'random()'],
  ['', '+new Date() % 7'],
  ['', 'performance.now() % 7'],
  ['const f = fetch;', 'f.length'],
  ['', '1'],
])(
  "keeps no row of a third party's plugin that does not say that it is pure: %s %s",
  async (before, value) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'own.mjs'), feature(before, value));
    const { summary, warnings, kept } = await runWith(folder, './own.mjs', 'own');
    expect(kept).toBe(0);
    expect(summary).toMatch(/, not cached \(not declared pure: own\)$/);
    expect(warnings.filter((message) => message.includes('cache'))).toEqual([]);
  },
);

it('keeps and takes the rows of one that does', async () => {
  const folder = await temporaryFolder();
  const first = await runWith(folder, CREST_FACTOR, 'crest-factor');
  expect(first.kept).toBeGreaterThan(0);
  expect(first.summary).not.toContain('cache');
  const { summary } = await runWith(folder, CREST_FACTOR, 'crest-factor');
  expect(summary).toContain(`, ${first.kept} from the cache`);
});
