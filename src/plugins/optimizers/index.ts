import adam from './adam/index.js';
import adamw from './adam/adamw.js';

export const optimizerPlugins = [adam, adamw] as const;
