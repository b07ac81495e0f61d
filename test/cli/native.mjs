import { createRequire } from 'node:module';

// Loaded by Node itself, not by vitest, so that main and the commands that oclif imports share their modules.
export const { main } = createRequire(import.meta.url)('../../dist/cli/main.js');
