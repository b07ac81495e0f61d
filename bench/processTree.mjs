// A command's wall time, processor time and peak memory, of it and of all processes that it starts (Linux).
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 50;
const KIB = 1024;

/**
 * Runs a command to its end. Its last line on stdout is JSON, and is given back as `result`.
 * `peakBytes`: the largest sum of resident memory over the processes; what forked ones share counts once for each.
 */
export async function measureProcess(command, args, options = {}) {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], ...options });
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, treeBytes(child.pid));
  }, SAMPLE_MS);
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(timer);
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with code ${code}`);
  return { seconds, peakBytes, result: JSON.parse(output.trim().split('\n').at(-1)) };
}

/** Resident memory of a process and its descendants. */
function treeBytes(root) {
  const children = new Map();
  const resident = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const status = statusOf(pid);
    if (status === null) continue;
    const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
    const kib = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    resident.set(pid, kib * KIB);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const sum = (pid) =>
    (children.get(pid) ?? []).reduce((bytes, child) => bytes + sum(child), resident.get(pid) ?? 0);
  return sum(String(root));
}

/** A process that has ended meanwhile has none. */
function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return null;
  }
}
