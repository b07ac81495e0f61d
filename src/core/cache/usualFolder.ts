import { join } from 'node:path';

/** What decides where a user's caches are. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The user's home folder. */
  readonly home: string;
}

/**
 * The folder of the feature cache where none is named: in the user's cache folder, as the platform has it (XDG Base
 * Directory Specification, macOS's Library/Caches, Windows' LOCALAPPDATA).
 */
export function usualCacheFolder({ platform, environment, home }: Surroundings): string {
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'intone', 'Cache');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'intone');
  const named = environment['XDG_CACHE_HOME'] ?? '';
  // The specification: a path that is not absolute is to be ignored.
  return join(named.startsWith('/') ? named : join(home, '.cache'), 'intone');
}
