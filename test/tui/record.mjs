// Makes test/tui/recording.jsonl from the events of a run: fewer progress events, regular times, figures rounded.
//
//   intone run config.yaml --runs recorded          (configs/quickstart.yaml with a check `recall` per class, min 0.6)
//   node test/tui/record.mjs recorded/*/events.jsonl > test/tui/recording.jsonl
import { readFileSync } from 'node:fs';

const STARTED = Date.UTC(2026, 0, 1, 12);
const RUN = '20260101T120000Z-quickstart-5935bf9d';
const EVERY = 4;

let time = STARTED;
let progress = 0;
for (const line of readFileSync(process.argv[2], 'utf8').trim().split('\n')) {
  const { time: _, ...event } = JSON.parse(line);
  const last = event.done === event.total;
  if (event.type === 'stage-progress' && progress++ % EVERY !== 0 && !last) continue;
  if (event.run) event.run = RUN;
  if (event.stage === 'save' && event.summary) event.summary = `runs/${RUN}`;
  if (event.seconds !== undefined) event.seconds = event.type === 'epoch-finished' ? 0.5 : 0.1;
  if (event.type === 'run-finished') event.seconds = (time - STARTED) / 1000;
  if (event.rowsPerSecond !== undefined) event.rowsPerSecond = 640;
  if (event.type === 'system') Object.assign(event, { rssBytes: 175_000_000, cpuPercent: 98 });
  if (event.peakRssBytes !== undefined) event.peakRssBytes = 175_000_000;
  const rounded = JSON.stringify({ time, ...event }, (key, value) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(4)) : value,
  );
  process.stdout.write(`${rounded}\n`);
  time += 100;
}
