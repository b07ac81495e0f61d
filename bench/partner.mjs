// A process that does a job for each line on its input and answers with a line of JSON: two of them take turns.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Keeps the Python libraries to so many threads. */
export function threadLimits(threads) {
  const names = ['OMP', 'OPENBLAS', 'MKL', 'NUMBA', 'NUMEXPR'].map((name) => `${name}_NUM_THREADS`);
  const all = [...names, 'TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS'];
  return Object.fromEntries(all.map((name) => [name, String(threads)]));
}

export function startPartner(command, args, env = {}) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
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

export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
