import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// In this folder `npx intone` makes npm run `prepare` too: npm 10 at each call, npm 11 at the first. What is built
// already is left alone then.
const byNpx = process.env['npm_command'] === 'exec';
if (!byNpx || !existsSync(new URL('../dist/cli/main.js', import.meta.url))) {
  const { status } = spawnSync('npm run build', { stdio: 'inherit', shell: true });
  process.exitCode = status ?? 1;
}
