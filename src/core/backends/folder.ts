import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** What decides where a user's data are. */
export interface DataSurroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/**
 * The folder that installed backends lie in, absolute: the one that INTONE_BACKENDS names, else `intone/backends` in
 * the user's data folder, as the platform has it (XDG Base Directory Specification, macOS's Application Support,
 * Windows' LOCALAPPDATA).
 */
export function backendsFolder(
  { platform, environment, home }: DataSurroundings = {
    platform: process.platform,
    environment: process.env,
    home: homedir(),
  },
): string {
  const named = environment['INTONE_BACKENDS'] ?? '';
  if (named !== '') return resolve(named);
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'intone', 'backends');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'intone', 'backends');
  const data = environment['XDG_DATA_HOME'] ?? '';
  // The specification: a path that is not absolute is to be ignored.
  return join(data.startsWith('/') ? data : join(home, '.local', 'share'), 'intone', 'backends');
}
