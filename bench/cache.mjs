// Seconds that the features stage takes without a cache, with an empty one and with a full one, and whether the rows
// are the same to the bit. Run `npm run build` first; then `node bench/cache.mjs [FOLDER OF RAVDESS]`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFeatureCache } from '../dist/core/cache/openCache.js';
import { loadExperiment } from '../dist/core/config/load.js';
import { extractFeatures } from '../dist/core/experiment/features.js';
import { planExperiment } from '../dist/core/experiment/plan.js';
import { createPlugins } from '../dist/core/experiment/plugins.js';
import { Stages } from '../dist/core/experiment/stages.js';
import { builtInRegistry } from '../dist/plugins/index.js';

const config = fileURLToPath(new URL('../configs/ravdess-published.yaml', import.meta.url));
const quiet = () => undefined;

async function prepare(overrides) {
  const { experiment, registry, ...rest } = await loadExperiment(config, {
    registry: builtInRegistry(),
    overrides,
  });
  const plugins = createPlugins(experiment, registry, quiet);
  const plan = await planExperiment({ experiment, registry, ...rest }, plugins, new Stages(quiet));
  return async (folder) => {
    const { path, dataset } = createPlugins(experiment, registry, quiet);
    const began = performance.now();
    const cache =
      folder === null
        ? null
        : await openFeatureCache({ folder, uses: experiment, registry, path, warn: console.error });
    const opened = performance.now();
    const { clips, parts, defects } = plan;
    const job = { dataset, path, clips, parts, defects, policy: 'skip', cache, emit: quiet };
    const { inputs, dataHash, cached } = await extractFeatures(job);
    const [{ table }] = inputs;
    const seconds = (performance.now() - began) / 1000;
    return { seconds, opening: (opened - began) / 1000, table, dataHash, cached };
  };
}

function same(one, other) {
  const bytes = ({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return one.dataHash === other.dataHash && bytes(one.table).equals(bytes(other.table));
}

async function measure(name, overrides) {
  const extract = await prepare(overrides);
  const folder = await mkdtemp(join(tmpdir(), 'intone-bench-'));
  const without = await extract(null);
  const empty = await extract(folder);
  const full = await extract(folder);
  await rm(folder, { recursive: true });
  console.log(`${name}: ${without.table.shape[0]} clips`);
  for (const [what, made] of Object.entries({ without, empty, full })) {
    const { seconds, opening, cached } = made;
    console.log(
      `  ${what.padEnd(8)} ${seconds.toFixed(2).padStart(7)} s` +
        (cached === null ? '' : `  (opening ${opening.toFixed(2)} s, ${cached.found} rows from the cache)`) +
        (same(made, without) ? '' : '  OTHER ROWS'),
    );
  }
}

const [root] = process.argv.slice(2);
await measure('synthetic corpus', ['data={ use: synthetic, speakers: 6, repetitions: 2 }']);
if (root !== undefined) await measure('RAVDESS', [`data.root=${root}`]);
