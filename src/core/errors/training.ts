import type { CatalogueEntry } from './entry.js';

export const trainingErrors = {} satisfies Readonly<Record<string, CatalogueEntry>>;
