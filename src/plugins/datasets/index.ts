import ravdess from './ravdess/index.js';
import synthetic from './synthetic/index.js';

export const datasetPlugins = [ravdess, synthetic] as const;
