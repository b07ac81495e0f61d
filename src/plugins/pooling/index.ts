import clipStatistics from './clipStatistics/index.js';
import functionals from './functionals.js';
import mean from './mean.js';
import none from './none.js';
import sequence from './sequence.js';

export const poolingPlugins = [mean, functionals, clipStatistics, none, sequence] as const;
