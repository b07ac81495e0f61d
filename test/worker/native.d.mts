export { startRun } from '../../src/worker/startRun.js';
