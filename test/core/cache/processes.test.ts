import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { beforeAll, describe, expect, it } from 'vitest';
import { listCache } from '../../../src/core/cache/inventory.js';
import { verifyCache } from '../../../src/core/cache/verify.js';

const built = new URL('../../../dist/', import.meta.url);

const CONFIG = `
name: features
data: { use: synthetic, speakers: 3, repetitions: 2, seconds: 0.6, balanced: true }
split: { use: stratified, test: 0.2, validation: 0.2 }
features: [{ use: mfcc, coefficients: 6 }, { use: chroma }]
model: mlp
`;

/** Extracts an experiment's features and prints their hash, what came from the cache, and what was warned of. */
const SCRIPT = `
import { createHash } from 'node:crypto';
import { openFeatureCache } from '${new URL('core/cache/openCache.js', built).href}';
import { loadExperiment } from '${new URL('core/config/load.js', built).href}';
import { extractFeatures } from '${new URL('core/experiment/features.js', built).href}';
import { planExperiment } from '${new URL('core/experiment/plan.js', built).href}';
import { createPlugins } from '${new URL('core/experiment/plugins.js', built).href}';
import { Stages } from '${new URL('core/experiment/stages.js', built).href}';
import { builtInRegistry } from '${new URL('plugins/index.js', built).href}';
const [, , file, folder] = process.argv;
const warnings = [];
const warn = (message) => warnings.push(message);
const emit = () => undefined;
const loaded = await loadExperiment(file, { registry: builtInRegistry() });
const plugins = createPlugins(loaded.experiment, loaded.registry, warn);
const { clips, parts, defects } = await planExperiment(loaded, plugins, new Stages(emit));
const { dataset, path } = plugins;
const use = { folder, uses: loaded.experiment, registry: loaded.registry, path, warn };
const cache = folder === undefined ? null : await openFeatureCache(use);
const made = await extractFeatures({ dataset, path, clips, parts, defects, policy: 'stop', cache, emit });
const rows = createHash('sha256').update(made.inputs[0].table.values).update(made.dataHash).update(made.labels).digest('hex');
process.stdout.write(JSON.stringify({ rows, clips: made.ids.length, cached: made.cached, warnings }));
`;

const Printed = Type.Object({
  rows: Type.String(),
  clips: Type.Integer(),
  cached: Type.Union([Type.Null(), Type.Object({ found: Type.Integer(), damaged: Type.Integer() })]),
  warnings: Type.Array(Type.String()),
});

let script: string;
let config: string;
let without: Static<typeof Printed>;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'intone-cache-'));
  script = join(folder, 'extract.mjs');
  config = join(folder, 'a.yaml');
  await writeFile(script, SCRIPT);
  await writeFile(config, CONFIG);
  without = await extractApart();
});

/** Runs the script in a process of its own, which can write no file greater than given. */
async function extractApart(
  cache?: string,
  fileKiB: number | 'unlimited' = 'unlimited',
): Promise<Static<typeof Printed>> {
  const program = [process.execPath, script, config, ...(cache === undefined ? [] : [cache])];
  const child = spawn('bash', ['-c', `ulimit -f ${fileKiB}; exec "$@"`, 'bash', ...program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed: unknown = JSON.parse(await text(child.stdout));
  return Value.Parse(Printed, printed);
}

describe('processes that use one cache', () => {
  it('at the same time give what one gives without, and nobody sees half an entry', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'intone-cache-'));
    const runs = Promise.all([extractApart(folder), extractApart(folder)]);
    const seen: { sound: number; damaged: readonly string[] }[] = [];
    const ended = new AbortController();
    const watching = (async () => {
      while (!ended.signal.aborted) {
        seen.push(await verifyCache(folder));
        await setTimeout(1);
      }
    })();
    const results = await runs;
    ended.abort();
    await watching;

    expect(seen.flatMap(({ damaged }) => damaged)).toEqual([]);
    expect(seen.some(({ sound }) => sound > 0 && sound < without.clips)).toBe(true);
    expect(results.map(({ rows }) => rows)).toEqual([without.rows, without.rows]);
    const [recipe] = await listCache(folder);
    expect(recipe.entries).toHaveLength(without.clips);
    expect(recipe.partials).toEqual([]);

    const third = await extractApart(folder);
    expect(third).toEqual({ ...without, cached: { found: without.clips, damaged: 0 } });
  });

  it('where it cannot be written go on without it, say so once, and leave nothing half', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'intone-cache-'));
    const { rows, warnings } = await extractApart(folder, 0);
    expect(rows).toBe(without.rows);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(`The feature cache '${folder}' cannot be written: `);
    expect((await listCache(folder)).flatMap(({ entries, partials }) => [...entries, ...partials])).toEqual(
      [],
    );
  });
});
