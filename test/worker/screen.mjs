// A screen as far as a run knows of it: a process that starts the run, says where it is kept, and stays.
import { startRun } from './native.mjs';

const [, , config, runsDirectory, outlives] = process.argv;
const run = startRun({
  work: { config, overrides: [], runsDirectory },
  threads: 1,
  outlives: outlives === 'outlives',
});
run.finished.catch(() => undefined);
process.stdout.write(`${run.pid} ${await run.directory}\n`);
