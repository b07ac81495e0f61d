import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { systemCode } from './files.js';
import type { RunRecord } from './documents/record.js';

type ProcessMark = RunRecord['process'];

/** What tells this process from every other one, to be kept in the run. */
export function thisProcess(): ProcessMark {
  return { pid: process.pid, host: hostname(), startedTicks: startedTicks(process.pid) };
}

/** Whether a process is still there: `unknown` on another machine, whose processes cannot be asked. */
export function isAlive(mark: ProcessMark): 'yes' | 'no' | 'unknown' {
  if (mark.host !== hostname()) return 'unknown';
  try {
    process.kill(mark.pid, 0);
  } catch (error) {
    // EPERM: the process is there, and somebody else's.
    if (systemCode(error) !== 'EPERM') return 'no';
  }
  return startedTicks(mark.pid) === mark.startedTicks ? 'yes' : 'no';
}

/** Linux: when the process started, in clock ticks since the machine did (proc(5), stat, field 22). Elsewhere null. */
function startedTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 2 is the command in brackets and may hold spaces; field 3 follows the last bracket.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
