// A command's time by the clock and of processors, with those of the processes that it starts, and the largest memory
// of all of them (Linux, with bash).
import { spawnSync } from 'node:child_process';
import { measureProcess } from './processTree.mjs';

/** The shell says what the command took, in JSON, where its exit code is at most MOST. */
const TIMED = `TIMEFORMAT='{"seconds":%R,"user":%U,"system":%S}'; { time "$@" > /dev/null 2>&1; } 2>&1 || [ $? -le "$MOST" ]`;

/** @param most the largest exit code that is no failure: 1 where a run may fail its thresholds. */
export async function timed(command, args, { env = {}, most = 0 } = {}) {
  const all = { ...process.env, ...env };
  try {
    const { result, peakBytes } = await measureProcess('bash', ['-c', TIMED, 'bash', command, ...args], {
      env: { ...all, MOST: String(most) },
    });
    const { seconds, user, system } = result;
    return { seconds, cpu: user + system, peak: peakBytes / 1e6 };
  } catch (error) {
    // Once more, aloud.
    spawnSync(command, args, { env: all, stdio: 'inherit' });
    throw error;
  }
}
