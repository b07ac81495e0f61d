import type { CatalogueEntry } from './entry.js';

export const configErrors = {} satisfies Readonly<Record<string, CatalogueEntry>>;
