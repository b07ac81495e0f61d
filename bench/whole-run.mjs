// The published recipe as a whole, cold: clips in, verdict out, beside the Python scripts that do the same (features
// with librosa, then scaling, SMOTE, training and scores with scikit-learn, imbalanced-learn and Keras, on the split of
// intone's run). The same clips, the same number of epochs without early stopping, as many threads. No feature cache.
// By the clock and of processor time, and the largest memory of all processes together (Linux, with bash).
//
//   npm run build && PYTHON=python3 node bench/whole-run.mjs RAVDESS [--backend tensorflow|wasm] [--threads 1]
//     [--epochs 10] [--clips 2034] [--rounds 1]
//
// PYTHON: one with bench/peer/requirements.txt. `--clips`: so many, spread evenly over the corpus. Medians of the rounds.
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, threadLimits } from './partner.mjs';
import { timed } from './timed.mjs';

/** Of the peer's time. */
const BARS = { tensorflow: 0.8, wasm: 1.5 };

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string', default: 'wasm' },
    threads: { type: 'string', default: '1' },
    epochs: { type: 'string', default: '10' },
    clips: { type: 'string' },
    rounds: { type: 'string', default: '1' },
  },
});
const [corpus] = positionals;
if (corpus === undefined) {
  console.error('Which folder of recordings? node bench/whole-run.mjs RAVDESS');
  process.exit(2);
}
const { backend, threads, epochs } = flags;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const python = process.env.PYTHON ?? 'python3';
const folder = await mkdtemp(join(tmpdir(), 'intone-bench-'));
try {
  const root = flags.clips === undefined ? corpus : await someClips(Number(flags.clips));
  const rounds = [];
  for (let round = 0; round < Number(flags.rounds); round++)
    rounds.push(await turn(root, join(folder, `${round}`)));
  report(rounds);
} finally {
  await rm(folder, { recursive: true });
}

/** Both sides, one after the other: Python trains on the split that intone made. */
async function turn(root, out) {
  await mkdir(out);
  const set = [
    `data.root=${root}`,
    `train.epochs=${epochs}`,
    'train.stopEarly=null',
    `backend=${backend}`,
  ].flatMap((override) => ['--set', override]);
  const config = here('../configs/ravdess-published.yaml');
  const runs = join(out, 'runs');
  const keep = ['--no-cache', '--threads', threads, '--runs', runs, '--plain'];
  const command = [here('../bin/intone.js'), 'run', config, ...keep, ...set];
  // Exit code 1: the run is whole, and its thresholds do not hold.
  const ours = await timed(process.execPath, command, { most: 1 });
  const run = (await readdir(runs)).find((name) => /^\d{8}T/.test(name));

  const peer = here('peer/published_recipe.py');
  const table = join(out, 'features.npz');
  const split = join(runs, run, 'split.csv');
  const features = await timed(python, [peer, 'features', root, table, '--workers', threads], {
    env: threadLimits(1),
  });
  const training = await timed(
    python,
    [peer, 'train', table, split, '--threads', threads, '--epochs', epochs, '--no-early-stop'],
    { env: threadLimits(threads) },
  );
  const theirs = {
    seconds: features.seconds + training.seconds,
    cpu: features.cpu + training.cpu,
    peak: Math.max(features.peak, training.peak),
  };
  return { ours, theirs, features, training };
}

function report(rounds) {
  const of = (side, measure) => median(rounds.map((round) => round[side][measure]));
  console.log(
    `published recipe, cold, ${flags.clips ?? 'all'} clips, ${epochs} epochs, ${threads} thread(s), ` +
      `backend ${backend}, Node ${process.versions.node}; intone and Python`,
  );
  for (const [title, measure, unit, digits] of [
    ['by the clock', 'seconds', 's', 1],
    ['processor time', 'cpu', 's', 1],
    ['peak memory', 'peak', 'MB', 0],
  ]) {
    const [ours, theirs] = [of('ours', measure), of('theirs', measure)];
    const bar = measure === 'seconds' && BARS[backend] !== undefined ? ` (bar ${BARS[backend]}x)` : '';
    console.log(
      `  ${title.padEnd(15)} ${ours.toFixed(digits)} and ${theirs.toFixed(digits)} ${unit}: ${(ours / theirs).toFixed(2)}x${bar}`,
    );
  }
  const parts = ['features', 'training'].map((part) => `${part} ${of(part, 'seconds').toFixed(1)} s`);
  console.log(`  of Python's     ${parts.join(', ')}`);
}

async function someClips(count) {
  const all = (await readdir(corpus, { recursive: true }))
    .filter((name) => /\.(flac|wav)$/i.test(name))
    .sort();
  const root = join(folder, 'clips');
  const wanted = Math.min(count, all.length);
  for (let index = 0; index < wanted; index++) {
    const name = all[Math.floor((index * all.length) / wanted)];
    await mkdir(dirname(join(root, name)), { recursive: true });
    await cp(join(corpus, name), join(root, name));
  }
  return root;
}
