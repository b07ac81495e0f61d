// What a command costs before it does anything: whole processes, one after the other, against a bare Node.
// node bench/startup.mjs [rounds]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 9);
const root = fileURLToPath(new URL('..', import.meta.url));
const commands = [
  { name: 'node -e 0', args: ['-e', '0'], bar: null },
  { name: 'intone --version', args: ['bin/intone.js', '--version'], bar: 120 },
  { name: 'intone plugins', args: ['bin/intone.js', 'plugins'], bar: 350 },
  {
    name: 'intone validate',
    args: ['bin/intone.js', 'validate', 'configs/quickstart.yaml'],
    bar: 350,
  },
];
const times = new Map(commands.map(({ name }) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const { name, args } of commands) {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'ignore' });
    if (status !== 0) throw new Error(`${name} ended with ${status}`);
    times.get(name).push(performance.now() - began);
  }
}
console.log(`Node ${process.versions.node}, ${rounds} rounds, milliseconds`);
for (const { name, bar } of commands) {
  const sorted = times.get(name).sort((left, right) => left - right);
  const median = sorted[Math.floor(rounds / 2)];
  const held = bar === null ? '' : ` (bar ${bar})`;
  console.log(`${name.padEnd(18)} best ${sorted[0].toFixed(0)}, median ${median.toFixed(0)}${held}`);
}
