import adam from './adam/index.js';

export const optimizerPlugins = [adam] as const;
