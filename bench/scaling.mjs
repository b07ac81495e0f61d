// Cost as the work grows: the published recipe on 1, 4 and 16 times the clips. Time of each stage, peak memory at its
// end, and the exponent of both (the slope over the clips, both logarithmic: 1 is in proportion).
//
//   npm run build && node bench/scaling.mjs [--speakers 4] [--threads 2] [--factors 1,4,16]
//
// The corpus is the synthetic one, spoken once and kept as WAV files. The copies of a clip are under other names, and
// in each the lowest bits of the first 16 samples spell the copy's number, so that none is a duplicate: -90 dB, which
// changes no figure that is shown. Each size is run in a process of its own; training takes one epoch.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { definePlugin, Type } from '../dist/index.js';
import { loadExperiment } from '../dist/core/config/load.js';
import { createPlugins } from '../dist/core/experiment/plugins.js';
import { runExperiment } from '../dist/core/experiment/run.js';
import { builtInRegistry } from '../dist/plugins/index.js';
import { startRowWorkers } from '../dist/worker/startRowWorkers.js';
import { measureProcess } from './processTree.mjs';

const HERE = fileURLToPath(import.meta.url);
const CONFIG = fileURLToPath(new URL('../configs/ravdess-published.yaml', import.meta.url));
/** The stages whose cost is looked at, and what they are for. */
const STAGES = {
  features: 'features',
  sample: 'SMOTE',
  train: 'training, 1 epoch',
  evaluate: 'evaluation',
  save: 'run directory',
};
const BITS = 16;
const quiet = () => undefined;

const { values } = parseArgs({
  options: {
    speakers: { type: 'string', default: '4' },
    threads: { type: 'string', default: '2' },
    factors: { type: 'string', default: '1,4,16' },
    /** Runs one size: folder of the corpus. */
    work: { type: 'string' },
    copies: { type: 'string', default: '1' },
  },
});
const [speakers, threads, copies] = [values.speakers, values.threads, values.copies].map(Number);

/** The clips of the folder, each so many times. */
const repeated = definePlugin({
  kind: 'dataset',
  name: 'repeated',
  summary: 'Clips of a folder under many names.',
  options: Type.Object({
    root: Type.String({ description: 'Folder.' }),
    copies: Type.Integer({ description: 'Of each clip.' }),
  }),
  create({ root, copies: count }) {
    const { classes, clips } = JSON.parse(readFileSync(join(root, 'clips.json'), 'utf8'));
    return {
      classes,
      columns: [],
      list: async () => ({
        clips: clips.flatMap(({ label, speaker, path }, index) =>
          Array.from({ length: count }, (_, copy) => ({
            id: `${String(index).padStart(5, '0')}-${copy}`,
            ...{ label, speaker, path, columns: {} },
          })),
        ),
        defects: [],
      }),
      async read({ id, path }) {
        const bytes = await readFile(path);
        const copy = Number(id.split('-')[1]);
        const samples = bytes.indexOf('data') + 8;
        for (let bit = 0; bit < BITS; bit++) {
          const at = samples + 2 * bit;
          bytes[at] = (bytes[at] & ~1) | ((copy >> bit) & 1);
        }
        return bytes;
      },
    };
  },
});

function registry() {
  const all = builtInRegistry();
  all.add(repeated, 'bench');
  return all;
}

/** Speaks the corpus into the folder. */
async function makeCorpus(folder) {
  const { experiment } = await loadExperiment(CONFIG, {
    registry: registry(),
    overrides: [`data={ use: synthetic, speakers: ${speakers}, repetitions: 2 }`],
    local: false,
  });
  const { dataset } = createPlugins(experiment, registry(), quiet);
  const { clips } = await dataset.list();
  const kept = [];
  for (const [index, clip] of clips.entries()) {
    const path = join(folder, `${index}.wav`);
    writeFileSync(path, await dataset.read(clip));
    kept.push({ label: clip.label, speaker: clip.speaker, path });
  }
  writeFileSync(join(folder, 'clips.json'), JSON.stringify({ classes: dataset.classes, clips: kept }));
  return kept.length;
}

async function work(folder) {
  const loaded = await loadExperiment(CONFIG, {
    registry: registry(),
    overrides: [`data={ use: repeated, root: '${folder}', copies: ${copies} }`, 'train.epochs=1'],
    local: false,
  });
  const stages = {};
  await runExperiment(loaded, {
    runsDirectory: join(folder, 'runs'),
    threads,
    startRowWorkers,
    sink: (event) => {
      if (event.type !== 'stage-finished') return;
      const { stage, seconds, peakRssBytes } = event;
      stages[stage] = { seconds, peakRssBytes };
    },
  });
  console.log(JSON.stringify(stages));
}

/** Slope of the least-squares line through the logarithms. */
function exponent(sizes, costs) {
  const [x, y] = [sizes, costs].map((numbers) => numbers.map((number) => Math.log(Math.max(number, 1e-4))));
  const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, each, index) => sum + (each - mx) * (y[index] - my), 0);
  return covariance / x.reduce((sum, each) => sum + (each - mx) ** 2, 0);
}

async function compare() {
  const folder = mkdtempSync(join(tmpdir(), 'intone-scaling-'));
  try {
    const clips = await makeCorpus(folder);
    const factors = values.factors.split(',').map(Number);
    const sizes = factors.map((factor) => factor * clips);
    const measured = [];
    for (const factor of factors) {
      const own = ['--work', folder, '--copies', String(factor), '--threads', String(threads)];
      measured.push(await measureProcess(process.execPath, [HERE, ...own]));
      rmSync(join(folder, 'runs'), { recursive: true });
    }
    const row = (name, seconds, bytes) => [
      name,
      ...seconds.map((each, size) => `${each.toFixed(2)} s, ${(bytes[size] / 2 ** 20).toFixed(0)} MiB`),
      exponent(sizes, seconds).toFixed(2),
      exponent(sizes, bytes).toFixed(2),
    ];
    const table = new Table({
      head: ['', ...sizes.map((size) => `${size} clips`), 'exponent of time', 'of memory'],
      style: { head: [], border: [] },
    });
    for (const [stage, name] of Object.entries(STAGES)) {
      const costs = measured.map(({ result }) => result[stage]);
      table.push(
        row(
          name,
          costs.map(({ seconds }) => seconds),
          costs.map(({ peakRssBytes }) => peakRssBytes),
        ),
      );
    }
    table.push(
      row(
        'whole process',
        measured.map(({ seconds }) => seconds),
        measured.map(({ peakBytes }) => peakBytes),
      ),
    );
    console.log(`${threads} threads, Node ${process.versions.node}; memory is the process's peak so far`);
    console.log(table.toString());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (values.work === undefined) await compare();
else await work(values.work);
