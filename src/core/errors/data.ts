import type { CatalogueEntry } from './entry.js';

export const dataErrors = {} satisfies Readonly<Record<string, CatalogueEntry>>;
