// Loaded by Node itself, not by vitest, so that main and the commands that oclif imports share their modules.
export { main } from '../../dist/cli/main.js';
