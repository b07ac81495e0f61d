import fixed from './fixed/index.js';
import grouped from './grouped/index.js';
import stratified from './stratified.js';

export const splitPlugins = [stratified, grouped, fixed] as const;
