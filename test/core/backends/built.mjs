import { createRequire } from 'node:module';

// As built: the smoke test of an installation starts a program of dist/.
export const { installBackend } = createRequire(import.meta.url)(
  '../../../dist/core/backends/install/install.js',
);
