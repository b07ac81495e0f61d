import type { CatalogueEntry } from './entry.js';

export const gateErrors = {} satisfies Readonly<Record<string, CatalogueEntry>>;
