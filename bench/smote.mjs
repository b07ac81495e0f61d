// SMOTE, five neighbours, one thread each: intone and imbalanced-learn in turns on the same made rows of 32 bits, in one
// run. Medians of five passes by the clock and of processor time (on a machine that others use, the one to go by), the
// first pass apart, and the peak memory of both processes, the rows included.
//
//   npm run build && PYTHON=python3 node bench/smote.mjs [--case recipe|large] [--passes 5] [--scale 1]
//
// PYTHON: one with imbalanced-learn (bench/peer/requirements.txt). `--scale`: so many times the rows.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, startPartner, threadLimits } from './partner.mjs';

/** Rows of each class. `recipe`: the published recipe's training rows. */
const CASES = {
  recipe: { title: 'published recipe', columns: 169, classes: [109, 218, 218, 219, 218, 218, 112, 111] },
  large: { title: 'large', columns: 200, classes: [50_000, 30_000, 15_000, 5_000] },
};

const { values: flags } = parseArgs({
  options: {
    case: { type: 'string' },
    passes: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    work: { type: 'string' },
  },
});
if (flags.work === undefined) {
  for (const name of flags.case === undefined ? Object.keys(CASES) : [flags.case]) await compare(CASES[name]);
} else await work(flags.work);

async function compare({ title, columns, classes }) {
  const folder = await mkdtemp(join(tmpdir(), 'intone-bench-'));
  const counts = classes.map((count) => Math.round(count * Number(flags.scale)));
  try {
    const rows = await makeRows(folder, counts, columns);
    const python = process.env.PYTHON ?? 'python3';
    const peer = fileURLToPath(new URL('peer/smote.py', import.meta.url));
    const sides = [
      startPartner(process.execPath, [fileURLToPath(import.meta.url), '--work', folder]),
      startPartner(python, [peer, folder], threadLimits(1)),
    ];
    const answers = sides.map(() => []);
    for (let pass = 0; pass <= Number(flags.passes); pass++) {
      for (const [index, side] of sides.entries()) answers[index].push(await side.ask('once'));
    }
    for (const side of sides) side.end();
    const [{ rows: after, version: own }, { version: other }] = answers.map((list) => list.at(-1));
    console.log(`${title}: ${rows} rows of ${columns} to ${after}; ${own} and ${other}, one thread each, ms`);
    for (const [name, measure] of [
      ['by the clock', 'ms'],
      ['processor time', 'cpu'],
    ]) {
      const later = answers.map((list) => median(list.slice(1).map((answer) => answer[measure])));
      const first = answers.map(([answer]) => answer[measure]);
      const [usual, cold] = [later, first].map(
        ([a, b]) => `${a.toFixed(2).padStart(9)} and ${b.toFixed(2).padStart(9)}: ${(b / a).toFixed(1)}x`,
      );
      console.log(`  ${name.padEnd(15)} ${usual}   first pass ${cold}`);
    }
    const [ours, theirs] = answers.map((list) => list.at(-1).peak.toFixed(0));
    console.log(`  peak memory     ${ours} and ${theirs} MB`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Mixed classes, normally distributed about centres of their own. */
async function makeRows(folder, counts, columns) {
  const { Random } = await import('../dist/core/random.js');
  const random = new Random(1);
  const labels = random.shuffle(counts.flatMap((count, label) => new Array(count).fill(label)));
  const centres = counts.map(() => Array.from({ length: columns }, () => random.normal()));
  const rows = new Float32Array(labels.length * columns);
  for (const [row, label] of labels.entries()) {
    for (let column = 0; column < columns; column++) {
      rows[row * columns + column] = centres[label][column] + random.normal();
    }
  }
  await writeFile(join(folder, 'rows.f32'), rows);
  await writeFile(join(folder, 'labels.i32'), Int32Array.from(labels));
  await writeFile(join(folder, 'shape.json'), JSON.stringify([labels.length, columns]));
  return labels.length;
}

async function work(folder) {
  const { partition, rowsOfInput } = await import('../dist/core/experiment/rows.js');
  const { Random } = await import('../dist/core/random.js');
  const { samplerPlugins } = await import('../dist/plugins/samplers/index.js');
  const [count, columns] = JSON.parse(await readFile(join(folder, 'shape.json'), 'utf8'));
  const numbers = async (name) => new Uint8Array(await readFile(join(folder, name))).buffer;
  const rows = new Float32Array(await numbers('rows.f32'));
  const labels = new Int32Array(await numbers('labels.i32'));
  const table = {
    ...{ shape: [count, columns], values: rows },
    columns: Array.from({ length: columns }, (_, column) => `c${column}`),
  };
  const all = {
    ...{ inputs: [{ name: 'features', table }], labels, classes: Math.max(...new Set(labels)) + 1 },
    ids: Array.from(labels, (_, row) => `clip-${row}`),
  };
  const { train } = partition(
    all,
    all.ids.map(() => 'train'),
  );
  const training = rowsOfInput(train, train.inputs[0]);
  const context = { random: new Random(1), warn: console.error };
  const sampler = samplerPlugins.find(({ name }) => name === 'smote').create({ neighbors: 5 }, context);
  for await (const _ of createInterface({ input: process.stdin })) {
    const [start, begun] = [performance.now(), process.cpuUsage()];
    const after = sampler.resample(training).labels.length;
    const ms = performance.now() - start;
    const { user, system } = process.cpuUsage(begun);
    const peak = process.resourceUsage().maxRSS / 1024;
    const version = `intone on Node ${process.versions.node}`;
    console.log(JSON.stringify({ ms, cpu: (user + system) / 1000, rows: after, peak, version }));
  }
}
