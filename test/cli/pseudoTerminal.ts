import { spawn, spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { ROOT } from './intone.js';

/** Node opens no pseudo-terminal; util-linux's `script` does, where it is installed. */
export const hasPseudoTerminal = String(spawnSync('script', ['--version']).stdout).includes('util-linux');
if (!hasPseudoTerminal) console.warn("Skipped: the tests in a terminal need util-linux's 'script'.");

/** A command line in a terminal of 80×24. */
export interface InTerminal {
  /** Waits until this is on the screen, among all that was ever written. */
  readonly shows: (text: string | RegExp) => Promise<void>;
  readonly type: (keys: string) => void;
  /** The terminal goes away, as when its window is closed. */
  readonly hangUp: () => void;
  readonly ended: Promise<{ readonly exit: number | null; readonly output: string }>;
}

export function inPseudoTerminal(argv: readonly string[], cwd: string): InTerminal {
  const command = [
    'stty cols 80 rows 24;',
    'exec',
    process.execPath,
    resolve(ROOT, 'bin/intone.js'),
    ...argv,
  ];
  const child = spawn('script', ['-qefc', command.join(' '), '/dev/null'], {
    cwd,
    env: { ...process.env, CI: '', TERM: 'xterm-256color', LANG: 'C.UTF-8' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
    for (const look of waiting) look();
  });
  const ended = new Promise<{ exit: number | null; output: string }>((done) => {
    child.on('close', (exit) => {
      for (const look of waiting) look();
      done({ exit, output });
    });
  });
  return {
    shows: (text) =>
      new Promise((done, fail) => {
        const look = (): void => {
          if (output.search(text) >= 0) done();
          else if (child.exitCode !== null)
            fail(new Error(`It ended before it showed ${String(text)}:\n${output}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
    type: (keys) => child.stdin.write(keys),
    hangUp: () => child.kill('SIGKILL'),
    ended,
  };
}
