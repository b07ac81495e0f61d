import standard from './standard.js';

export const scalerPlugins = [standard] as const;
