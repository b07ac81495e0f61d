import fixed from './fixed/index.js';
import folds from './folds/index.js';
import grouped from './grouped/index.js';
import stratified from './stratified.js';

export const splitPlugins = [stratified, grouped, folds, fixed] as const;
