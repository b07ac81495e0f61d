// What checkpoints and events take of the training time of the published model (adam, batch of 32, 169 columns).
// Run `npm run build` first; then `node bench/checkpoint-overhead.mjs [rows=1500] [epochs=2] [wasm|cpu]`.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { partition } from '../dist/core/experiment/rows.js';
import { Random } from '../dist/core/random.js';
import { CheckpointFolder } from '../dist/core/runs/checkpoint.js';
import { EventLog } from '../dist/core/runs/eventLog.js';
import { trainNetwork } from '../dist/core/training/train.js';
import { builtInRegistry } from '../dist/plugins/index.js';

const [rows, epochs] = [Number(process.argv[2] ?? 1500), Number(process.argv[3] ?? 2)];
const [backend = 'wasm'] = process.argv.slice(4);
const COLUMNS = 169;
const CLASSES = ['neutral', 'calm', 'happy', 'sad', 'angry', 'fearful', 'disgust', 'surprised'];

const registry = builtInRegistry();
const context = { random: new Random(1), warn: console.error };
const create = (kind, use, options = {}) => registry.create(kind, { use, options }, context);
const random = new Random(1);
const shape = [rows + 200, COLUMNS];
const values = Float32Array.from({ length: shape[0] * COLUMNS }, () => random.normal());
const labels = Int32Array.from({ length: shape[0] }, (_, row) => row % CLASSES.length);
const columns = Array.from({ length: COLUMNS }, (_, column) => `c${column}`);
const ids = Array.from({ length: shape[0] }, (_, row) => `clip-${row}`);
const all = { table: { shape, values, columns }, labels, ids, classes: CLASSES.length };
const parts = partition(
  all,
  ids.map((_, row) => (row < rows ? 'train' : 'validation')),
);

const folder = mkdtempSync(join(tmpdir(), 'intone-bench-'));
const log = new EventLog(join(folder, 'events.jsonl'));
const spent = { events: 0, checkpoints: 0 };
const emit = (event) => {
  const began = performance.now();
  log.append(event);
  spent.events += (performance.now() - began) / 1000;
  if (event.type === 'checkpoint-saved') spent.checkpoints += event.seconds;
};
const tf = await create('backend', backend).start({ threads: 1 });
const began = performance.now();
const trained = await trainNetwork({
  tf,
  model: create('model', 'cnn-bilstm'),
  loss: create('loss', 'focal'),
  optimizer: create('optimizer', 'adam'),
  settings: { epochs, batchSize: 32, stopEarly: { on: 'accuracy', patience: epochs } },
  training: parts.train,
  validation: parts.validation,
  classWeights: Float32Array.from(CLASSES, () => 1),
  classes: CLASSES,
  evaluators: [create('evaluator', 'classification-report')],
  random: new Random(2),
  emit,
  checkpoints: await CheckpointFolder.open(folder),
});
const seconds = (performance.now() - began) / 1000;
log.close();
trained.dispose();

const share = (part) => `${((100 * part) / seconds).toFixed(2)} % of the training`;
const events = readFileSync(join(folder, 'events.jsonl'), 'utf8').split('\n').length - 1;
const kept = readdirSync(join(folder, 'checkpoint'));
const bytes = statSync(join(folder, 'checkpoint', kept[0])).size;
console.log(`${backend}, ${rows} training rows, ${epochs} epochs: ${seconds.toFixed(1)} s`);
console.log(
  `checkpoints: ${((1000 * spent.checkpoints) / epochs).toFixed(0)} ms each (${(bytes / 1e6).toFixed(1)} MB), ${share(spent.checkpoints)}`,
);
console.log(
  `events: ${events} lines, ${((1000 * spent.events) / events).toFixed(3)} ms each, ${share(spent.events)}`,
);
rmSync(folder, { recursive: true });
