import { spawn } from 'node:child_process';
import { kill } from 'node:process';

/** How a program ended. */
export interface Ended {
  /** Null where a signal or the time limit ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Milliseconds after which it is ended. */
  readonly limit?: number;
}

/** Characters of each output that are kept, from its end. */
const KEPT = 4_000_000;

/**
 * Runs a program to its end and gathers what it says. It runs in a process group of its own, so that an abort ends
 * what it started too.
 *
 * @throws what the operating system says where the program does not start (ENOENT: there is none of this name); the
 * signal's reason where it was aborted
 */
export function runCommand(
  program: string,
  argv: readonly string[],
  { cwd, environment = process.env, signal, limit }: CommandOptions,
): Promise<Ended> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const grouped = process.platform !== 'win32';
    const child = spawn(program, argv, {
      ...(cwd !== undefined && { cwd }),
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: grouped,
      windowsHide: true,
    });
    const said = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] = (said[stream] + text).slice(-KEPT);
      });
    }
    let timedOut = false;
    const end = (): void => {
      if (child.pid === undefined) return;
      try {
        kill(grouped ? -child.pid : child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself meanwhile.
      }
    };
    const timer =
      limit === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            end();
          }, limit);
    signal.addEventListener('abort', end);
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    };
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code) => {
      settle();
      if (signal.aborted) reject(abortReason(signal));
      else resolve({ code, ...said, timedOut });
    });
  });
}

function abortReason(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new DOMException('It was interrupted.', 'AbortError');
}

/** What a line looks like that says what went wrong: the likeliest first. */
const TELLING = [/^[A-Z]?\w*Error: /, /^npm error (?!code )/, /^ERROR: /i, /\berror\b/i];
const SHOWN = 200;

/** The line of a program's output that says best what went wrong; the last one where none looks like it. */
export function complaint({ stdout, stderr, timedOut }: Ended): string {
  if (timedOut) return 'it took too long';
  const lines = `${stdout}\n${stderr}`
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('npm warn'));
  const telling = TELLING.map((looks) => lines.find((line) => looks.test(line))).find(
    (line) => line !== undefined,
  );
  return (telling ?? lines.at(-1) ?? 'it said nothing')
    .replace(/^(npm error|error:)\s+/i, '')
    .replace(/\.$/, '')
    .slice(0, SHOWN);
}
