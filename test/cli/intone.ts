import { spawn } from 'node:child_process';
import { Console } from 'node:console';
import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { main } from './native.mjs';

export const ROOT = resolve(import.meta.dirname, '../..');

/** What a command line left on the screen. */
export interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

function collector(): { stream: Writable; collected: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, collected: () => chunks.join('') };
}

/** Runs a command line of the built program in this process, which is quick. */
export async function intone(argv: readonly string[], { cwd = ROOT } = {}): Promise<Outcome> {
  const [out, err] = [collector(), collector()];
  const { console: usualConsole } = globalThis;
  const usualFolder = process.cwd();
  const usualWrite = process.stderr.write.bind(process.stderr);
  const usualExit = process.exitCode;
  globalThis.console = new Console(out.stream, err.stream);
  process.stderr.write = (chunk: string | Uint8Array) => err.stream.write(chunk);
  process.exitCode = 0;
  process.chdir(cwd);
  try {
    const exit = await main(argv, ROOT);
    return { exit, stdout: out.collected(), stderr: err.collected() };
  } finally {
    process.chdir(usualFolder);
    process.exitCode = usualExit;
    process.stderr.write = usualWrite;
    globalThis.console = usualConsole;
  }
}

/** Runs a command line as a process of its own, through `bin/intone.js`. */
export async function spawnIntone(
  argv: readonly string[],
  { cwd = ROOT, environment = {}, interruptAfter }: SpawnOptions = {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [resolve(ROOT, 'bin/intone.js'), ...argv], {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (interruptAfter !== undefined) {
    child.stderr.on('data', (chunk) => {
      if (String(chunk).search(interruptAfter) >= 0) child.kill('SIGINT');
    });
  }
  const closed = new Promise<number>((done) => {
    child.on('close', (code) => {
      done(code ?? -1);
    });
  });
  const [stdout, stderr, exit] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { exit, stdout, stderr };
}

interface SpawnOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Sends Ctrl-C each time that this text comes on stderr. */
  readonly interruptAfter?: string | RegExp;
}
