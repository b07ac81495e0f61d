// What the screen and the events of a run cost, as shares of the processor time that the run itself takes.
// A run works in one process and a screen follows it live in another, as with `intone run` in a terminal.
// Run `npm run build` first; then `node bench/screen-overhead.mjs [CONFIG] [COLUMNSxROWS] [KEY=VALUE…]`,
// e.g. `node bench/screen-overhead.mjs configs/quickstart.yaml 200x60 train.epochs=100`.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const milliseconds = ({ user, system }) => (user + system) / 1000;
const [part, ...parameters] = process.argv.slice(2);
if (part === '--work') await work(...parameters);
else if (part === '--screen') await screen(...parameters);
else await measure(part ?? 'configs/quickstart.yaml', parameters[0] ?? '80x24', parameters.slice(1));

/** Runs the experiment, and measures what its event log takes. */
async function work(config, runsDirectory, ...overrides) {
  const { loadExperiment } = await import('../dist/core/config/load.js');
  const { runExperiment } = await import('../dist/core/experiment/run.js');
  const { EventLog } = await import('../dist/core/runs/eventLog.js');
  const { builtInRegistry } = await import('../dist/plugins/index.js');
  const spent = { events: 0, count: 0 };
  const append = EventLog.prototype.append;
  EventLog.prototype.append = function (event) {
    const before = process.cpuUsage();
    append.call(this, event);
    spent.events += milliseconds(process.cpuUsage(before));
    spent.count += 1;
  };
  const loaded = await loadExperiment(config, { registry: builtInRegistry(), overrides });
  const began = performance.now();
  const before = process.cpuUsage();
  let told = false;
  const { directory } = await runExperiment(loaded, {
    runsDirectory,
    sink: (event) => {
      if (!told) process.send({ run: event.run });
      told = true;
    },
  });
  process.send({
    ...{ directory, spent, seconds: (performance.now() - began) / 1000 },
    cpu: milliseconds(process.cpuUsage(before)),
  });
  process.disconnect();
}

/** Shows the run on a terminal that nobody looks at. */
async function screen(directory, size) {
  const { followEvents } = await import('../dist/core/runs/followEvents.js');
  const { showRun } = await import('../dist/tui/runScreen.js');
  const [columns, rows] = size.split('x').map(Number);
  const written = { bytes: 0, updates: 0 };
  const write = (text) => {
    written.bytes += Buffer.byteLength(text);
    written.updates += 1;
    return true;
  };
  const replaced = { columns, rows, isTTY: true, write };
  const stdout = new Proxy(process.stdout, {
    get: (target, name) => Reflect.get(name in replaced ? replaced : target, name),
  });
  const started = milliseconds(process.cpuUsage());
  await showRun({
    ...{ events: followEvents(directory), control: null, stdout, stdin: process.stdin },
    terminal: { depth: 24, unicode: true, light: false },
    closeAtEnd: true,
  });
  process.send({ started, showing: milliseconds(process.cpuUsage()) - started, written });
  process.disconnect();
}

async function measure(config, size, overrides) {
  const folder = mkdtempSync(join(tmpdir(), 'intone-bench-'));
  const self = fileURLToPath(import.meta.url);
  const working = fork(self, ['--work', config, folder, ...overrides]);
  const [run, worked, shown] = await new Promise((resolve, reject) => {
    const reports = [];
    working.on('message', (report) => {
      reports.push(report);
      if (reports.length > 1) return;
      const watching = fork(self, ['--screen', join(folder, report.run), size]);
      watching.on('message', (seen) => {
        resolve([...reports, seen]);
      });
      watching.on('exit', (code) => code === 0 || reject(new Error(`the screen ended with ${code}`)));
    });
    working.on('exit', (code) => code === 0 || reject(new Error(`the run ended with ${code}`)));
  });
  const share = (time) => `${((100 * time) / worked.cpu).toFixed(2)} %`;
  const { events, count } = worked.spent;
  const { started, showing, written } = shown;
  console.log(
    `${run.run}: ${worked.seconds.toFixed(1)} s, ${(worked.cpu / 1000).toFixed(1)} s of processor time`,
  );
  console.log(`events: ${count} lines, ${events.toFixed(1)} ms, ${share(events)} of it`);
  console.log(
    `screen ${size}: ${showing.toFixed(0)} ms while it shows, ${share(showing)} of it ` +
      `(${(showing / worked.seconds).toFixed(1)} ms a second; ${written.updates} updates, ${(written.bytes / 1000).toFixed(0)} kB)`,
  );
  console.log(`and ${started.toFixed(0)} ms once, to load the program`);
  rmSync(folder, { recursive: true });
}
