import ravdess from './ravdess/index.js';

export const datasetPlugins = [ravdess] as const;
