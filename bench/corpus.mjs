// The published recipe's features of a whole corpus, cold: intone with worker threads and an empty cache against librosa
// in as many processes, one thread each. Wall time of the whole processes (their starts too), processor time, peak
// memory of the process trees, and how many times faster.
//
//   npm run build && PYTHON=python node bench/corpus.mjs RAVDESS [--clips N] [--workers 2] [--rounds 1] [--alone]
//
// --alone leaves the peer out. More rounds are run in turns; times are medians then.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openFeatureCache } from '../dist/core/cache/openCache.js';
import { loadExperiment } from '../dist/core/config/load.js';
import { extractFeatures } from '../dist/core/experiment/features.js';
import { planExperiment } from '../dist/core/experiment/plan.js';
import { createPlugins } from '../dist/core/experiment/plugins.js';
import { rowRecipe } from '../dist/core/experiment/rowWorkers.js';
import { Stages } from '../dist/core/experiment/stages.js';
import { builtInRegistry } from '../dist/plugins/index.js';
import { startRowWorkers } from '../dist/worker/startRowWorkers.js';
import { measureProcess } from './processTree.mjs';

const HERE = fileURLToPath(import.meta.url);
const CONFIG = fileURLToPath(new URL('../configs/ravdess-published.yaml', import.meta.url));
const PEER = fileURLToPath(new URL('peer/corpus.py', import.meta.url));
const quiet = () => undefined;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    clips: { type: 'string', default: '0' },
    workers: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '1' },
    alone: { type: 'boolean', default: false },
    /** Does intone's side, with this folder for its cache. */
    work: { type: 'string' },
  },
});
const [root] = positionals;
const [most, workers, rounds] = [values.clips, values.workers, values.rounds].map(Number);
if (root === undefined) throw new Error('usage: node bench/corpus.mjs RAVDESS [--clips N] [--workers 2]');

/** The corpus as the recipe plans it, cut to the first clips. */
async function plan() {
  const loaded = await loadExperiment(CONFIG, {
    registry: builtInRegistry(),
    overrides: [`data.root=${root}`],
    local: false,
  });
  const plugins = createPlugins(loaded.experiment, loaded.registry, quiet);
  const planned = await planExperiment(loaded, plugins, new Stages(quiet));
  const count = most > 0 ? most : planned.clips.length;
  return {
    ...loaded,
    plugins,
    ...planned,
    clips: planned.clips.slice(0, count),
    parts: planned.parts.slice(0, count),
  };
}

async function work(folder) {
  const { experiment, registry, plugins, clips, defects } = await plan();
  const { dataset, path } = plugins;
  const began = performance.now();
  const recipe = rowRecipe(experiment, registry);
  const made = await extractFeatures({
    ...{ dataset, path, clips, defects, policy: 'skip', emit: quiet },
    // Too few clips for every class in every part are no matter here.
    parts: clips.map(() => 'train'),
    cache: await openFeatureCache({ folder, uses: experiment, registry, path, warn: console.error }),
    workers: { threads: workers, start: (threads) => startRowWorkers(recipe, threads, folder) },
  }).catch((error) => {
    // Nor is a corpus of which some parts are empty: the rows were computed by then.
    if (error.code === 'SPLIT_PART_EMPTY' || error.code === 'SPLIT_CLASS_MISSING') return null;
    throw error;
  });
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  console.log(
    JSON.stringify({
      clips: made?.clips.length ?? clips.length,
      work: (performance.now() - began) / 1000,
      processor: (userCPUTime + systemCPUTime) / 1e6,
    }),
  );
}

async function measureIntone() {
  const folder = await mkdtemp(join(tmpdir(), 'intone-corpus-'));
  try {
    const own = ['--work', folder, '--clips', String(most), '--workers', String(workers)];
    return await measureProcess(process.execPath, [HERE, root, ...own]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measurePeer(list) {
  const one = {
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    MKL_NUM_THREADS: '1',
    NUMBA_NUM_THREADS: '1',
  };
  return await measureProcess(process.env.PYTHON ?? 'python3', [PEER, list, '--processes', String(workers)], {
    env: { ...process.env, ...one },
  });
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

function line(name, measured) {
  const [seconds, inWork, processor] = [
    measured.map((each) => each.seconds),
    measured.map((each) => each.result.work),
    measured.map((each) => each.result.processor),
  ].map(median);
  const peak = Math.max(...measured.map(({ peakBytes }) => peakBytes));
  const { clips } = measured[0].result;
  console.log(
    `${name.padEnd(8)} ${String(clips).padStart(5)} clips  ${seconds.toFixed(1).padStart(7)} s whole  ` +
      `${inWork.toFixed(1).padStart(7)} s at work  ${processor.toFixed(1).padStart(7)} s of processors  ` +
      `peak ${mebibytes(peak)}`,
  );
  return { seconds, processor, peak };
}

if (values.work !== undefined) await work(values.work);
else {
  const folder = await mkdtemp(join(tmpdir(), 'intone-corpus-'));
  const list = join(folder, 'clips.json');
  const { clips } = await plan();
  await writeFile(list, JSON.stringify(clips.map(({ path }) => path)));
  const [intone, peer] = [[], []];
  for (let round = 0; round < rounds; round++) {
    intone.push(await measureIntone());
    if (!values.alone) peer.push(await measurePeer(list));
  }
  await rm(folder, { recursive: true });
  console.log(`${workers} workers, ${cpus().length} cores, Node ${process.versions.node}, ${rounds} rounds`);
  const ours = line('intone', intone);
  if (!values.alone) {
    const theirs = line('librosa', peer);
    const times = (what) => `${(theirs[what] / ours[what]).toFixed(1)} ×`;
    console.log(
      `faster   ${times('seconds')} whole, ${times('processor')} by processor time; memory ${(ours.peak / theirs.peak).toFixed(2)} ×`,
    );
  }
}
