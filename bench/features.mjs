// The published recipe's features (169 clip means), one thread each: intone and librosa in turns, in one run; medians
// of five passes over the same clips by the clock and of processor time (of all threads: on a machine that others use,
// the one to go by), and the peak memory of both. (1) from the cropped samples, (2) from 48 kHz WAV
// files, (3) from the recordings as they are (FLAC). `--profile`: also what each stage of intone's takes.
//
//   npm run build && PYTHON=python3 node bench/features.mjs RAVDESS [CLIPS] [--profile]
//
// PYTHON: one with librosa and soundfile (scripts/golden/requirements.txt).
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SAMPLE_RATE = 22050;
const FRAMING = { fftSize: 2048, hopLength: 512 };
const CROP = { seconds: 3, from: 'middle' };
const RECIPE = ['mfcc', 'chroma', 'mel', 'spectral-contrast', 'rms', 'zero-crossing-rate'];
const PASSES = 5;
const WARM_UP = 2;
const JOBS = [
  ['samples', 'features from samples'],
  ['wav', '48 kHz WAV to features'],
  ['flac', 'recording to features'],
];
const THREADS = Object.fromEntries(
  ['OMP', 'OPENBLAS', 'MKL', 'NUMBA', 'NUMEXPR'].map((name) => [`${name}_NUM_THREADS`, '1']),
);

const profile = process.argv.includes('--profile');
const [first, ...others] = process.argv.slice(2).filter((argument) => argument !== '--profile');
if (first === '--work') await work(others[0], others.slice(1));
else if (first === undefined)
  console.error('Which folder of recordings? node bench/features.mjs RAVDESS [CLIPS]');
else await compare(first, Number(others[0] ?? 40));

async function compare(root, count) {
  const python = process.env['PYTHON'] ?? 'python3';
  const peer = fileURLToPath(new URL('peer/features.py', import.meta.url));
  const all = (await readdir(root, { recursive: true })).filter((name) => /\.(flac|wav)$/i.test(name)).sort();
  const wanted = Math.min(count, all.length);
  const clips = Array.from({ length: wanted }, (_, index) =>
    join(root, all[Math.floor((index * all.length) / wanted)]),
  );
  const folder = await mkdtemp(join(tmpdir(), 'intone-bench-'));
  try {
    const prepared = spawnSync(python, [peer, 'prepare', folder, ...clips], { stdio: 'inherit' });
    if (prepared.status !== 0) throw new Error(`${python} could not prepare the clips.`);
    const ours = partner(process.execPath, [fileURLToPath(import.meta.url), '--work', folder, ...clips]);
    const theirs = partner(python, [peer, 'work', folder, ...clips]);
    console.log(
      `${clips.length} clips, one thread each, Node ${process.versions.node}; intone and librosa, ms a clip, median of ${PASSES}`,
    );
    for (const [job, title] of JOBS) {
      // The first passes warm up both.
      const answers = { ours: [], theirs: [] };
      for (let pass = -WARM_UP; pass < PASSES; pass++) {
        const found = { ours: await ours.ask(job), theirs: await theirs.ask(job) };
        if (pass < 0) continue;
        answers.ours.push(found.ours);
        answers.theirs.push(found.theirs);
      }
      const ratio = (measure) => {
        const [own, other] = [answers.ours, answers.theirs].map((list) =>
          median(list.map((answer) => answer[measure])),
        );
        return `${own.toFixed(2).padStart(6)} and ${other.toFixed(2).padStart(6)}: ${(other / own).toFixed(1).padStart(4)}x`;
      };
      const [own, other] = [answers.ours, answers.theirs].map((list) => list.at(-1).peak.toFixed(0));
      console.log(
        `${title.padEnd(24)} ${ratio('ms')}   of processor time ${ratio('cpu')}   peak memory ${own} and ${other} MB`,
      );
    }
    if (profile) {
      const { stages } = await ours.ask('profile');
      console.log('\nintone by stage, median of all clips and passes, ms:');
      for (const [stage, ms] of stages) console.log(`  ${stage.padEnd(22)} ${ms.toFixed(3)}`);
    }
    ours.end();
    theirs.end();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A process that answers each line with one of JSON. */
function partner(command, args) {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...THREADS },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(job) {
      child.stdin.write(`${job}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${command} ended early.`);
      return JSON.parse(value);
    },
    end: () => child.stdin.end(),
  };
}

async function work(folder, clips) {
  const { createAnalysis } = await import('../dist/core/signal/analyse.js');
  const { audioPlugins } = await import('../dist/plugins/audio/index.js');
  const { featurePlugins } = await import('../dist/plugins/features/index.js');
  const { Random } = await import('../dist/core/random.js');
  const context = { random: new Random(1), warn: console.error };
  const features = featurePlugins
    .filter(({ name }) => RECIPE.includes(name))
    .map((plugin) => ({ name: plugin.name, ...plugin.create({}, context) }));
  const frontEnd = audioPlugins[0].create({ sampleRate: SAMPLE_RATE, crop: CROP }, context);

  const means = (samples) => {
    const analysis = createAnalysis({ samples, sampleRate: SAMPLE_RATE }, FRAMING);
    return features.map((feature) => meanRows(feature.extract(analysis), feature.names.length));
  };
  const inputs = {
    samples: await Promise.all(
      clips.map(async (_, index) => {
        const { buffer } = new Uint8Array(await readFile(join(folder, `${index}.f32`)));
        return new Float32Array(buffer);
      }),
    ),
    wav: clips.map((_, index) => join(folder, `${index}.wav`)),
    flac: clips,
  };
  const load = async (path) => {
    const recording = await frontEnd.load(readFileSync(path));
    if (!recording.usable) throw new Error(`${path}: ${recording.detail}`);
    return recording.waveform.samples;
  };
  for await (const job of createInterface({ input: process.stdin })) {
    if (job === 'profile') {
      console.log(JSON.stringify({ stages: await stagesOf(inputs, features) }));
      continue;
    }
    const [start, begun] = [performance.now(), process.cpuUsage()];
    for (const item of inputs[job]) means(job === 'samples' ? item : await load(item));
    const ms = (performance.now() - start) / clips.length;
    const { user, system } = process.cpuUsage(begun);
    const cpu = (user + system) / 1000 / clips.length;
    console.log(JSON.stringify({ ms, cpu, peak: process.resourceUsage().maxRSS / 1024 }));
  }
}

async function stagesOf(inputs, features) {
  const { createAnalysis } = await import('../dist/core/signal/analyse.js');
  const { framesOf } = await import('../dist/core/signal/frames.js');
  const { cropped } = await import('../dist/plugins/audio/waveform/crop.js');
  const { decodeAudio } = await import('../dist/plugins/audio/waveform/decode.js');
  const { fingerprint } = await import('../dist/plugins/audio/waveform/fingerprint.js');
  const spent = new Map();
  let last = 0;
  const took = (stage) => {
    const now = performance.now();
    if (!spent.has(stage)) spent.set(stage, []);
    spent.get(stage).push(now - last);
    last = performance.now();
  };
  for (let pass = 0; pass < PASSES; pass++) {
    for (const [index, path] of inputs.wav.entries()) {
      const bytes = await readFile(path);
      const flac = await readFile(inputs.flac[index]);
      last = performance.now();
      await decodeAudio(flac);
      took('decode FLAC');
      const { channels, sampleRate, codes } = await decodeAudio(bytes);
      took('decode WAV');
      fingerprint(channels[0], sampleRate, codes);
      took('fingerprint');
      cropped(channels[0], sampleRate, SAMPLE_RATE, CROP);
      took('resample');
      const analysis = createAnalysis({ samples: inputs.samples[index], sampleRate: SAMPLE_RATE }, FRAMING);
      framesOf(analysis).eachSpectra(() => undefined);
      took('spectrogram');
      // mfcc comes first and makes the mel bands that `mel` shares.
      for (const feature of features) {
        feature.extract(analysis);
        took(feature.name);
      }
    }
  }
  return [...spent].map(([stage, times]) => [stage, median(times)]);
}

function meanRows(values, columns) {
  const sums = new Float64Array(columns);
  for (let place = 0; place < values.length;) {
    for (let column = 0; column < columns; column++) sums[column] += values[place++];
  }
  return sums.map((sum) => (sum * columns) / values.length);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
