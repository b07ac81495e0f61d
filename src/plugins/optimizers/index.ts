import adam from './adam.js';

export const optimizerPlugins = [adam] as const;
