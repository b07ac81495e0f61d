import functionals from './functionals.js';
import mean from './mean.js';
import none from './none.js';

export const poolingPlugins = [mean, functionals, none] as const;
