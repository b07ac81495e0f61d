import { existsSync } from 'node:fs';
import path from 'node:path';

const root = process.env['INTONE_RAVDESS'] ?? path.resolve(import.meta.dirname, '../../../shared/ravdess');

/** The folder of the real recordings; null where this machine has none. */
export const RAVDESS_ROOT: string | null = existsSync(root) ? root : null;

if (RAVDESS_ROOT === null) {
  console.warn(
    `Tests on real recordings are skipped: no RAVDESS at '${root}'. Set INTONE_RAVDESS to its folder.`,
  );
}
