import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    pool: 'forks',
    // Command lines under test leave the user's own feature cache alone.
    env: { INTONE_CACHE: join(tmpdir(), 'intone-test-cache') },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
