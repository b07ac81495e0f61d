import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TINY } from './badInputs/row.js';
import { intone, type Outcome } from './intone.js';
import { runNames } from '../../src/core/runs/find.js';

let cwd: string;
let names: readonly string[];
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'intone-cli-'));
  await writeFile(join(cwd, 'tiny.yaml'), TINY);
  const variants = [[], ['--set', 'name=better', '--set', 'train.epochs=12'], ['--set', 'seed=7']];
  for (const set of variants) {
    const { exit, stderr } = await intone(['run', 'tiny.yaml', ...set], { cwd });
    expect(exit, stderr).toBe(0);
  }
  names = [...(await runNames(join(cwd, 'runs')))];
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
});

const compare = (...argv: readonly string[]): Promise<Outcome> => intone(['compare', ...argv], { cwd });

/** The run of the experiment of that name. */
const runOf = (name: string): string => names.find((each) => each.includes(`-${name}-`)) ?? '';

test('what differs, metric by metric and class by class, and what can be said of it', async () => {
  const { exit, stdout, stderr } = await compare(names[0], runOf('better'));
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  expect(stdout).toContain(`A  ${names[0]}\nB  ${runOf('better')}\n`);
  expect(stdout).toMatch(/^config +A +B\nname +tiny +better\ntrain\.epochs +1 +12\n\n/m);
  expect(stdout).toContain('B against A on the same 15 held-out clips; 95 % intervals');
  expect(stdout).toContain('(2000 resamples, seed 1)');
  expect(stdout).toMatch(/^f1\.macro +0\.\d{3} +0\.\d{3} +[+-]?0\.\d{3} +\[[+-]?0\.\d{3}, [+-]?0\.\d{3}\]/m);
  expect(stdout).toMatch(/^recall +A +B +difference +clips +McNemar p$/m);
  expect(stdout).toMatch(/^McNemar's test: \d+ clips right in A only, \d+ in B only; p = \d/m);
  expect(stdout).toMatch(/^validation loss by epoch, from \d\.\d{3} to \d\.\d{3}:\nA {2}\S/m);
  expect(stdout).toMatch(/on the same 15 held-out clips, McNemar p [=<] \d\.\d+\./);
});

test('--json holds all of it, the same each time', async () => {
  const [one, again] = [
    await compare(names[0], runOf('better'), '--json'),
    await compare(names[0], runOf('better'), '--json'),
  ];
  expect(again.stdout).toBe(one.stdout);
  expect(JSON.parse(one.stdout)).toMatchObject({
    runs: [{ label: 'A' }, { label: 'B' }],
    config: [{ key: 'name' }, { key: 'train.epochs', values: [{ value: 1 }, { value: 12 }] }],
    bootstrap: { resamples: 2000, level: 0.95, seed: 1 },
    pairs: [{ label: 'B', clips: 15, warnings: [], mcnemar: { method: 'exact binomial' } }],
  });
});

test('runs that held out other clips, one run twice, and too few runs are refused', async () => {
  const others = names.filter((name) => name !== runOf('better'));
  const differing = await compare(...others);
  expect(differing.exit).toBe(2);
  expect(differing.stderr).toMatch(
    /error\[COMPARE_CLIPS_DIFFER\] .* held out 15 clips and .* 15; they share \d+\./,
  );
  expect((await compare(...others, '--shared')).stderr).toContain('error[COMPARE_TOO_FEW_SHARED]');
  expect((await compare(names[0], names[0].slice(-8))).stderr).toContain('error[COMPARE_SAME_RUN]');
  expect((await compare(names[0])).stderr).toContain('error[USAGE_MISSING_ARGUMENT]');
  expect((await compare(names[0], runOf('better'), '--curve', 'uarr')).stderr).toContain(
    'error[COMPARE_UNKNOWN_CURVE]',
  );
});
