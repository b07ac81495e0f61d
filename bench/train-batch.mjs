// A training batch of 32, side by side with the same in Python: threads equal, groups of batches in turns, each in a
// process of its own. `published`: the published recipe's model (445,832 parameters on 169 columns, adam), in Keras.
// `two-branch`: that of configs/ravdess-criteria.yaml (adamw, clipped, averaged), in PyTorch.
// Run `npm run build` first; the Python peer needs bench/peer/requirements.txt. Then:
//   node bench/train-batch.mjs [--backend tensorflow|wasm|cpu] [--threads 1] [--model published|two-branch] [--groups 5]
//     [--batches 10] [--python python3, or the variable PYTHON] [--no-peer]
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: flags } = parseArgs({
  options: {
    backend: { type: 'string', default: 'wasm' },
    threads: { type: 'string', default: '1' },
    model: { type: 'string', default: 'published' },
    groups: { type: 'string', default: '5' },
    batches: { type: 'string', default: '10' },
    python: { type: 'string', default: process.env.PYTHON ?? 'python3' },
    'no-peer': { type: 'boolean', default: false },
  },
});
const { backend, threads, model } = flags;
const [groups, batches] = [Number(flags.groups), Number(flags.batches)];

/** A process that trains as many batches as a line on its input says and answers with a line of JSON. */
function start(name, command, args) {
  const file = ([folder, script]) => fileURLToPath(new URL(`./${folder}/${script}`, import.meta.url));
  const child = spawn(command, [file(args), '--model', model, '--threads', threads, '--backend', backend], {
    stdio: ['pipe', 'pipe', process.env.VERBOSE === undefined ? 'ignore' : 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (count) => {
    child.stdin.write(`${count}\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended early; set VERBOSE=1 to see what it says.`);
      if (value.startsWith('{')) return JSON.parse(value);
    }
  };
  return { name, ask, end: () => child.stdin.end(), medians: [], processor: [], best: Infinity };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

const ours = start('intone', process.execPath, ['train', 'ours.mjs']);
const PEERS = { published: ['keras', 'train_batch.py'], 'two-branch': ['torch', 'two_branch.py'] };
const [peerName, peerScript] = PEERS[model] ?? [];
const peer = flags['no-peer'] ? null : start(peerName, flags.python, ['peer', peerScript]);
const sides = peer === null ? [ours] : [ours, peer];
for (const side of sides) {
  const { milliseconds, version } = await side.ask(3);
  Object.assign(side, { first: milliseconds[0], version });
}
for (let group = 0; group < groups; group++) {
  for (const side of group % 2 === 0 ? sides : [...sides].reverse()) {
    const { milliseconds, processorMilliseconds, peakMegabytes } = await side.ask(batches);
    side.medians.push(median(milliseconds));
    side.processor.push(processorMilliseconds);
    side.best = Math.min(side.best, ...milliseconds);
    side.peakMegabytes = peakMegabytes;
  }
}

console.log(`${model}, batch of 32, ${threads} thread(s), ${groups} groups of ${batches} batches in turns`);
for (const { name, version, first, medians, processor, best, peakMegabytes } of sides) {
  const figures = [
    `first ${first.toFixed(0)} ms`,
    `median ${median(medians).toFixed(1)} ms`,
    `best ${best.toFixed(1)} ms`,
    `processor time ${median(processor).toFixed(1)} ms`,
  ];
  console.log(`${name.padEnd(7)} ${figures.join(', ')}, peak ${peakMegabytes.toFixed(0)} MB (${version})`);
}
if (peer !== null) {
  const pairs = ours.medians.map((own, group) => own / peer.medians[group]);
  const ratios = [
    `medians ${(median(ours.medians) / median(peer.medians)).toFixed(2)}`,
    `median of the groups' ratios ${median(pairs).toFixed(2)}`,
    `best batches ${(ours.best / peer.best).toFixed(2)}`,
    `processor time ${(median(ours.processor) / median(peer.processor)).toFixed(2)}`,
  ];
  console.log(`intone / ${peerName}: ${ratios.join(', ')}`);
}
for (const side of sides) side.end();
