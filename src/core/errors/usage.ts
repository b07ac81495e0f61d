import type { CatalogueEntry } from './entry.js';

export const usageErrors = {} satisfies Readonly<Record<string, CatalogueEntry>>;
