// Makes a small run directory of test/tui/collection/runs/ from a real one: few progress events, regular times, rounded
// figures, classes only in the last epoch.
//
//   node test/tui/collection/shortenRun.mjs RUN NAME [EPOCHS]
//
// With EPOCHS the new run is one that still runs, on another machine, after that many epochs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [source, name, epochs] = process.argv.slice(2);
const target = join(import.meta.dirname, 'runs', name);
const read = (file) => readFileSync(join(source, file), 'utf8');
const started = Date.parse(name.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6Z'));
const rounded = (document, indent) =>
  JSON.stringify(
    document,
    (_, value) => (typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(4)) : value),
    indent,
  );

let time = started;
const lines = [];
const all = read('events.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
for (const event of all) {
  if (event.type === 'stage-progress' && event.done !== event.total) continue;
  time += event.type === 'epoch-finished' ? 500 : 100;
  event.time = time;
  if (event.run) event.run = name;
  if (event.stage === 'save' && event.summary) event.summary = `runs/${name}`;
  if (event.seconds !== undefined) event.seconds = event.type === 'epoch-finished' ? 0.5 : 0.1;
  if (event.type === 'run-finished') event.seconds = (time - started) / 1000;
  if (event.rowsPerSecond !== undefined) event.rowsPerSecond = 600 + 20 * (lines.length % 5);
  if (event.type === 'system')
    Object.assign(event, { rssBytes: 170_000_000 + 1e6 * lines.length, cpuPercent: 98 });
  if (event.peakRssBytes !== undefined) event.peakRssBytes = 150_000_000 + 1e6 * lines.length;
  if (event.type === 'epoch-finished' && event.epoch < 3)
    Object.assign(event, { perClass: {}, confusion: [] });
  lines.push(rounded(event));
  if (event.type === 'epoch-finished' && event.epoch === Number(epochs)) break;
}

const running = epochs !== undefined;
const record = JSON.parse(read('run.json'));
const end = running ? { state: 'running', passed: null, finished: null } : {};
record.started = new Date(started).toISOString();
record.finished &&= new Date(time).toISOString();
record.process = { pid: 1, host: 'another-machine', startedTicks: null };

mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'run.json'), `${JSON.stringify({ ...record, ...end }, null, 2)}\n`);
writeFileSync(join(target, 'events.jsonl'), `${lines.join('\n')}\n`);
if (record.state === 'finished' && !running) {
  const metrics = JSON.parse(read('metrics.json'));
  for (const part of Object.values(metrics)) Object.assign(part, { counts: {}, perClass: {}, details: {} });
  writeFileSync(join(target, 'metrics.json'), `${rounded(metrics, 1)}\n`);
}
