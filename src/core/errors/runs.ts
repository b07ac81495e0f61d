import type { CatalogueEntry } from './entry.js';

export const runErrors = {} satisfies Readonly<Record<string, CatalogueEntry>>;
