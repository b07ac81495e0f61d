import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    pool: 'forks',
    env: {
      // Command lines under test leave the user's own feature cache alone.
      INTONE_CACHE: join(tmpdir(), 'intone-test-cache'),
      // Runs under test take the backend that every machine has; tests of an installed one look where this machine has it.
      INTONE_BACKENDS: join(tmpdir(), 'intone-test-no-backends'),
      INTONE_TEST_BACKENDS: process.env.INTONE_BACKENDS ?? '',
    },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
