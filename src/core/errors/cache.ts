import { defineError } from './entry.js';
import type { CatalogueEntry } from './entry.js';

export const CACHE_UNREADABLE = defineError(
  'CACHE_UNREADABLE',
  'The operating system does not let the folder of the feature cache be read.',
  (p: { path: string; reason: string }) => ({
    message: `Cannot read the feature cache at '${p.path}': ${p.reason}.`,
    hint: 'Mend the permissions, or name another folder with --cache DIR.',
  }),
);

export const CACHE_NOT_REMOVED = defineError(
  'CACHE_NOT_REMOVED',
  'The operating system does not let a file of the feature cache be removed.',
  (p: { path: string; reason: string }) => ({
    message: `Cannot remove '${p.path}' from the feature cache: ${p.reason}.`,
    hint: 'Mend the permissions of its folder, or remove it by hand: the cache can always be made anew.',
  }),
);

export const CACHE_PRUNE_NOTHING_SAID = defineError(
  'CACHE_PRUNE_NOTHING_SAID',
  'The command that prunes the feature cache was not told what to remove.',
  () => ({
    message: "'intone cache prune' was not told what to remove.",
    allowed: '--older-than AGE, --max-size SIZE or --all.',
    hint: "For example 'intone cache prune --older-than 30d --max-size 1GB'; 'intone cache' shows what there is.",
  }),
);

export const CACHE_BAD_AGE = defineError(
  'CACHE_BAD_AGE',
  'The age given to --older-than is not a number with a unit of time.',
  (p: { age: string }) => ({
    message: `'${p.age}' is no age.`,
    allowed: 'A number with m (minutes), h (hours), d (days) or w (weeks): 12h, 30d.',
    hint: 'For example --older-than 30d: what was not used for thirty days.',
  }),
);

export const CACHE_BAD_SIZE = defineError(
  'CACHE_BAD_SIZE',
  'The size given to --max-size is not a number with a unit.',
  (p: { size: string }) => ({
    message: `'${p.size}' is no size.`,
    allowed: 'A number with B, kB, MB, GB or TB (powers of 1000), or KiB, MiB, GiB or TiB (powers of 1024).',
    hint: 'For example --max-size 1GB.',
  }),
);

export const cacheErrors = {
  CACHE_UNREADABLE,
  CACHE_NOT_REMOVED,
  CACHE_PRUNE_NOTHING_SAID,
  CACHE_BAD_AGE,
  CACHE_BAD_SIZE,
} satisfies Readonly<Record<string, CatalogueEntry>>;
