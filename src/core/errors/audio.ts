import type { CatalogueEntry } from './entry.js';

export const audioErrors = {} satisfies Readonly<Record<string, CatalogueEntry>>;
