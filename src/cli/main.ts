import { existsSync } from 'node:fs';
import { Config, run, settings } from '@oclif/core';
import { EXIT } from '../core/errors.js';
import { reportFailure } from './reportFailure.js';
import { requireCommand } from './requireCommand.js';

/**
 * Runs one command line. Returns the exit code: 0 passed, 1 a threshold failed, 2 bad input or usage,
 * 3 a fault of intone's own, 130 interrupted.
 *
 * @param root - The folder of intone's package.json.
 */
export async function main(argv: readonly string[], root: string): Promise<number> {
  settings.enableAutoTranspile = false;
  try {
    const config = await Config.load(root);
    await requireKnownCommand(argv, config);
    await run([...argv], config);
    return Number(process.exitCode ?? EXIT.passed);
  } catch (error) {
    return reportFailure(error, { json: hasFlag(argv, '--json'), verbose: wantsStack(argv) });
  }
}

async function requireKnownCommand(argv: readonly string[], config: Config): Promise<void> {
  if (argv.length === 0) return;
  const [command] = argv;
  const { additionalHelpFlags = [], additionalVersionFlags = [] } = config.pjson.oclif;
  const flags = ['--help', '--version', ...additionalHelpFlags, ...additionalVersionFlags];
  if (flags.includes(command)) return;
  await requireLoadable(command);
  requireCommand(config, command);
}

/** oclif leaves out a command whose module does not load; importing it again throws the reason. */
async function requireLoadable(command: string): Promise<void> {
  const file = new URL(`./commands/${encodeURIComponent(command)}.js`, import.meta.url);
  if (existsSync(file)) await import(file.href);
}

function wantsStack(argv: readonly string[]): boolean {
  return hasFlag(argv, '--verbose') || (process.env['DEBUG'] ?? '') !== '';
}

/** Whether a flag stands before a `--`. */
function hasFlag(argv: readonly string[], flag: string): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? undefined : end).includes(flag);
}
