import type { CatalogueEntry } from './entry.js';

export const pluginErrors = {} satisfies Readonly<Record<string, CatalogueEntry>>;
