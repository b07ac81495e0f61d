import type { Command, Config } from '@oclif/core';
import { usageErrors } from '../core/errors/usage.js';
import { nearest } from '../core/text/nearest.js';

/** Finds a command by name. Throws USAGE_UNKNOWN_COMMAND with the nearest name. */
export function requireCommand(config: Config, command: string): Command.Loadable {
  const found = config.findCommand(command);
  if (found !== undefined) return found;
  const commands = config.commandIDs;
  throw usageErrors.USAGE_UNKNOWN_COMMAND({ command, commands, nearest: nearest(command, commands) });
}
