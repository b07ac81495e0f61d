export { count, duration, figure, megabytes } from '../core/text/figures.js';
