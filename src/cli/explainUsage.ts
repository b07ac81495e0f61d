import { Errors } from '@oclif/core';
import { usageErrors } from '../core/errors/usage.js';
import { nearest } from '../core/text/nearest.js';

/** What is known of the command that could not parse its command line. */
interface CommandLine {
  readonly command: string;
  /** As typed, e.g. `--set`. */
  readonly flags: readonly string[];
}

const words = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map((item: unknown) => (typeof item === 'string' ? item : nameOf(item))) : [];

function nameOf(item: unknown): string {
  return item instanceof Object && 'name' in item ? String(item.name).toUpperCase() : String(item);
}

/** oclif's parse errors as errors of the catalogue; any other error as it is. */
export function explainUsage(error: unknown, { command, flags }: CommandLine): unknown {
  if (!(error instanceof Errors.CLIError)) return error;
  if ('flags' in error) {
    const [flag] = words(error.flags);
    return usageErrors.USAGE_UNKNOWN_FLAG({ command, flag, flags, nearest: nearest(flag, flags) });
  }
  if ('args' in error) {
    const named = words(error.args);
    return error.constructor.name === 'RequiredArgsError'
      ? usageErrors.USAGE_MISSING_ARGUMENT({ command, missing: named })
      : usageErrors.USAGE_UNEXPECTED_ARGUMENT({ command, extra: named });
  }
  const [reason] = error.message.split('\nSee more help');
  return usageErrors.USAGE_BAD_FLAG({ command, reason });
}
