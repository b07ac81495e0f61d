// Disturbs runs at random moments until they finish, and compares each with a run that was left alone, byte by byte.
//
//   npm run build && node bench/kill-and-resume.mjs [runs=20] [seed=1] [--full-disk]
//
// A run is killed with SIGKILL (at most three times, then it is let be) and resumed, each time in a process of its own.
// With --full-disk the disk of the runs, a small tmpfs (Linux, root), is filled in place of the kill, and emptied before
// the run is resumed. Exits with 1 where any run differs.
import { fork, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';

const MOST_DISTURBANCES = 3;
const DISK_MIB = 24;
/** Of the disturbances, before the run has a directory (or is opened again). */
const EARLY_SHARE = 0.1;
/** Of the others, within a tenth of a second of the beginning of a stage, since some stages are soon over. */
const STAGE_SHARE = 0.5;
const STAGES = ['data', 'split', 'features', 'scale', 'sample', 'train', 'evaluate', 'gate', 'save'];
/** They hold times. */
const NOT_COMPARED = ['run.json', 'events.jsonl'];

const BASE = `
seed: 11
data: { use: synthetic, speakers: 2, repetitions: 2, seconds: 0.6, balanced: true }
split: { use: stratified, test: 0.2, validation: 0.2 }
audio: { use: waveform, sampleRate: 16000 }
features: [{ use: mfcc, coefficients: 8 }, { use: rms }, { use: zero-crossing-rate }]
pool: functionals
scale: { use: standard }
sample: { use: smote, neighbors: 3 }
loss: { use: focal }
intervals: { resamples: 200 }
gate: [{ metric: accuracy, above: 0.99 }]
`;
const CONFIGS = {
  mlp: `name: mlp
model: { use: mlp, hidden: [64], dropout: 0.3 }
train: { epochs: 30, batchSize: 8, stopEarly: { on: accuracy, patience: 12 } }
backend: cpu
${BASE}`,
  'cnn-bilstm': `name: cnn-bilstm
model: { use: cnn-bilstm, filters: 8, kernel: 3, lstm: [8, 6], dense: 16, dropout: 0.3 }
train: { epochs: 8, batchSize: 8, stopEarly: { on: loss, patience: 6 } }
backend: wasm
${BASE}`,
};

if (process.send !== undefined && process.argv[2] === '--work') await work(JSON.parse(process.argv[3]));
else await main();

/** What a process of a run does: begins it or goes on with it, and says when it has a directory. */
async function work({ config, runs, cache }) {
  const built = (path) => import(new URL(`../dist/${path}`, import.meta.url).href);
  const { builtInRegistry } = await built('plugins/index.js');
  const { listRuns } = await built('core/runs/find.js');
  const registry = builtInRegistry();
  const sink = (event) => {
    if (event.type === 'run-started' || event.type === 'run-resumed') process.send('begun');
    if (event.type === 'stage-started') process.send(event.stage);
  };
  const settings = { sink, ...(cache !== null && { cache }) };
  const [run] = (await listRuns(runs)).runs;
  try {
    if (run === undefined) {
      const { loadExperiment } = await built('core/config/load.js');
      const { runExperiment } = await built('core/experiment/run.js');
      const loaded = await loadExperiment(config, { registry, local: false });
      await runExperiment(loaded, { runsDirectory: runs, ...settings });
    } else {
      const { resumeExperiment } = await built('core/experiment/resume.js');
      await resumeExperiment(run, registry, settings);
    }
  } catch (error) {
    if (error.code === 'RUN_ALREADY_FINISHED') return;
    process.send(`${error.code}: ${error.message}`);
    process.exitCode = 1;
  } finally {
    if (process.connected) process.disconnect();
  }
}

async function main() {
  const numbers = process.argv
    .slice(2)
    .filter((argument) => /^\d+$/.test(argument))
    .map(Number);
  const [count = 20, seed = 1] = numbers;
  const fullDisk = process.argv.includes('--full-disk');
  const { Random } = await import('../dist/core/random.js');
  const random = new Random(seed);
  const folder = mkdtempSync(join(tmpdir(), 'intone-bench-'));
  const references = {};
  for (const [name, text] of Object.entries(CONFIGS)) {
    writeFileSync(join(folder, `${name}.yaml`), text);
    references[name] = await leftAlone(folder, name);
    const { seconds } = references[name];
    console.error(`${name}: ${seconds.toFixed(1)} s when left alone`);
  }

  const disk = fullDisk ? mountDisk(folder) : null;
  const disturbed = new Map();
  const tally = { runs: 0, identical: 0, disturbances: 0 };
  const different = [];
  try {
    for (let index = 0; index < count; index++) {
      const name = Object.keys(CONFIGS)[index % 2];
      const runs = join(disk ?? folder, `runs-${index}`);
      // Every other pair shares one feature cache, which is disturbed too.
      const cache = index % 4 < 2 ? join(folder, 'cache') : null;
      const job = { config: join(folder, `${name}.yaml`), runs, cache };
      const stages = await disturbUntilDone(job, references[name], random, disk);
      const difference = differences(onlyRun(runs), references[name].files);
      for (const stage of stages) {
        const each = disturbed.get(stage) ?? { times: 0, identical: 0 };
        each.times += 1;
        each.identical += difference.length === 0 ? 1 : 0;
        disturbed.set(stage, each);
      }
      tally.runs += 1;
      tally.disturbances += stages.length;
      tally.identical += difference.length === 0 ? 1 : 0;
      if (difference.length > 0) different.push(`run ${index} (${name}): ${difference.join(', ')}`);
      else rmSync(runs, { recursive: true });
      if (process.stderr.isTTY || index % 10 === 9)
        console.error(`${index + 1} of ${count} runs, ${tally.identical} identical`);
    }
  } finally {
    if (disk !== null) spawnSync('umount', [disk]);
  }
  report(disturbed, tally, different, fullDisk ? 'disk filled' : 'killed');
  if (different.length === 0) rmSync(folder, { recursive: true });
  else console.log(`The runs that differ are kept in ${folder}.`);
  process.exitCode = different.length === 0 ? 0 : 1;
}

/** A run that nothing happens to: its files, and how long its parts take. */
async function leftAlone(folder, name) {
  const runs = join(folder, `left-alone-${name}`);
  const child = start({ config: join(folder, `${name}.yaml`), runs, cache: null });
  const { begun, ended, failure } = await child.over;
  if (failure !== null) throw new Error(failure);
  return {
    files: filesOf(onlyRun(runs)),
    startup: begun,
    seconds: (ended - begun) / 1000,
    working: ended - begun,
  };
}

/** Starts, disturbs and resumes a run until it is finished; gives the stages that it was disturbed in. */
async function disturbUntilDone(job, { startup, working }, random, disk) {
  const stages = [];
  for (let attempt = 0; ; attempt++) {
    const child = start(job);
    const letBe = attempt === MOST_DISTURBANCES;
    const early = random.next() < EARLY_SHARE;
    const stage = random.next() < STAGE_SHARE ? STAGES[random.integer(STAGES.length)] : null;
    const moment = random.next();
    const free = random.integer(128 * 1024);
    let timer;
    const after = (milliseconds) => {
      timer = setTimeout(() => disturb(child, disk, free), milliseconds);
    };
    if (!letBe) {
      if (early) after(moment * startup);
      else if (stage === null) child.when('begun', () => after(moment * working));
      else child.when(stage, () => after(moment * 100));
    }
    const { killed, failure } = await child.over;
    clearTimeout(timer);
    if (disk !== null) rmSync(join(disk, 'filler'), { force: true });
    if (failure !== null && !failure.startsWith('RUN_WRITE_FAILED')) throw new Error(failure);
    if (!killed && failure === null) return stages;
    if (letBe) throw new Error(`It ended though nothing was done to it: ${failure}`);
    stages.push(stageOf(job.runs));
  }
}

function disturb(child, disk, free) {
  if (disk === null) child.kill();
  else {
    const { bavail, bsize } = statfsSync(disk);
    try {
      writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - free)));
    } catch (error) {
      // The run wrote something in between: the disk is full all the same.
      if (error.code !== 'ENOSPC') throw error;
    }
  }
}

function start(job) {
  mkdirSync(job.runs, { recursive: true });
  const started = performance.now();
  const child = fork(fileURLToPath(import.meta.url), ['--work', JSON.stringify(job)]);
  let begun = NaN;
  let failure = null;
  const listeners = new Map();
  child.on('message', (message) => {
    if (message === 'begun') begun = performance.now() - started;
    else if (!STAGES.includes(message)) failure = message;
    listeners.get(message)?.();
  });
  const over = new Promise((resolve) => {
    child.on('close', (_, signal) => {
      resolve({ begun, ended: performance.now() - started, killed: signal === 'SIGKILL', failure });
    });
  });
  return {
    over,
    when: (message, listener) => listeners.set(message, listener),
    kill: () => child.kill('SIGKILL'),
  };
}

function onlyRun(runs) {
  const [name] = existsSync(runs) ? readdirSync(runs).filter((each) => /^\d{8}T/.test(each)) : [];
  return name === undefined ? null : join(runs, name);
}

/** The stage that a run was in last. */
function stageOf(runs) {
  const directory = onlyRun(runs);
  if (directory === null) return 'before it has a directory';
  const log = join(directory, 'events.jsonl');
  const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : [];
  const events = lines.map((line) => JSON.parse(line));
  const again = events.findLastIndex(({ type }) => type === 'run-started' || type === 'run-resumed');
  const last = events
    .slice(again)
    .findLast(({ type }) => type === 'stage-started' || type === 'run-finished');
  if (last === undefined) return 'before its first stage';
  return last.type === 'run-finished' ? 'after its last stage' : last.stage;
}

/** Each file below a run's directory. */
function filesOf(directory) {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [file.slice(directory.length + 1), readFileSync(file)]));
}

function differences(directory, expected) {
  const found = filesOf(directory);
  const names = new Set([...expected.keys(), ...found.keys()]);
  return [...names].filter((name) => {
    const [one, other] = [expected.get(name), found.get(name)];
    if (one === undefined || other === undefined) return true;
    return !NOT_COMPARED.includes(name) && !one.equals(other);
  });
}

function mountDisk(folder) {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', disk]);
  if (status !== 0) throw new Error(`No small disk can be mounted here: ${String(stderr)}`);
  return disk;
}

function report(disturbed, { runs, identical, disturbances }, different, what) {
  const table = new Table({ head: [`stage`, what, 'identical in the end'], style: { head: [], border: [] } });
  const order = ['before it has a directory', 'before its first stage', ...STAGES, 'after its last stage'];
  for (const stage of order) {
    const each = disturbed.get(stage);
    if (each !== undefined) table.push([stage, each.times, each.identical]);
  }
  table.push(['together', disturbances, '']);
  console.log(table.toString());
  console.log(`${identical} of ${runs} runs have the same bytes as the run that was left alone.`);
  for (const line of different) console.log(line);
}
