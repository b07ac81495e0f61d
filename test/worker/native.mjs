import { createRequire } from 'node:module';

// Loaded by Node itself, not by vitest: the process of a run is started from the build.
export const { startRun } = createRequire(import.meta.url)('../../dist/worker/startRun.js');
