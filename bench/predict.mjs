// `intone predict` of one clip as a whole process, beside Python with a Keras network of the same architecture and
// librosa's features: in turns, one thread each. Medians of five by the clock and of processor time, and peak memory.
//
//   npm run build && PYTHON=python3 node bench/predict.mjs [CLIP] [--backend wasm] [--run RUN] [--rounds 5]
//
// Without CLIP one of the synthetic corpus is taken. Without `--run` the published recipe's network is trained for an
// epoch on that corpus. PYTHON: one with bench/peer/requirements.txt. Linux, with bash.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, threadLimits } from './partner.mjs';
import { timed } from './timed.mjs';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string', default: 'wasm' },
    run: { type: 'string' },
    rounds: { type: 'string', default: '5' },
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const python = process.env.PYTHON ?? 'python3';
const folder = await mkdtemp(join(tmpdir(), 'intone-bench-'));
try {
  const clip = positionals[0] === undefined ? await synthetic() : resolve(positionals[0]);
  const run = flags.run === undefined ? await train() : resolve(flags.run);
  await timed(python, [here('peer/predict.py'), 'make', folder]);
  const sides = {
    intone: [process.execPath, [here('../bin/intone.js'), 'predict', run, clip, '--json']],
    Python: [python, [here('peer/predict.py'), 'predict', folder, clip]],
  };
  const taken = { intone: [], Python: [] };
  // The first round fills the system's file cache.
  for (let round = 0; round <= Number(flags.rounds); round++) {
    for (const [name, [command, args]] of Object.entries(sides)) {
      const figures = await timed(command, args, { env: threadLimits(1) });
      if (round > 0) taken[name].push(figures);
    }
  }
  const { backend } = JSON.parse(await readFile(join(run, 'run.json'), 'utf8'));
  console.log(
    `predict of one clip, whole process; backend ${backend.name}, Node ${process.versions.node}; intone and Python`,
  );
  for (const [title, measure, unit] of [
    ['by the clock', 'seconds', 's'],
    ['processor time', 'cpu', 's'],
    ['peak memory', 'peak', 'MB'],
  ]) {
    const [own, other] = Object.values(taken).map((list) => median(list.map((one) => one[measure])));
    const digits = unit === 's' ? 3 : 0;
    console.log(
      `  ${title.padEnd(15)} ${own.toFixed(digits)} and ${other.toFixed(digits)} ${unit}: ${(own / other).toFixed(3)}x`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}

async function synthetic() {
  const { Random } = await import('../dist/core/random.js');
  const { datasetPlugins } = await import('../dist/plugins/datasets/index.js');
  const plugin = datasetPlugins.find(({ name }) => name === 'synthetic');
  const dataset = plugin.create({}, { random: new Random(1), warn: console.error });
  const { clips } = await dataset.list();
  const file = join(folder, 'clip.wav');
  await writeFile(file, await dataset.read(clips[0]));
  return file;
}

async function train() {
  const runs = join(folder, 'runs');
  const set = [
    'data={ use: synthetic, speakers: 6, repetitions: 2 }',
    'train.epochs=1',
    'train.stopEarly=null',
    `backend=${flags.backend}`,
  ].flatMap((override) => ['--set', override]);
  const config = here('../configs/ravdess-published.yaml');
  const args = [here('../bin/intone.js'), 'run', config, '--runs', runs, '--plain', ...set];
  // Exit code 1: the thresholds do not hold after an epoch.
  await timed(process.execPath, args, { most: 1 });
  return join(
    runs,
    (await readdir(runs)).find((name) => /^\d{8}T/.test(name)),
  );
}
