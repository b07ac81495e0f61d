import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type, type Static, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TINY } from './badInputs/row.js';
import { intone, spawnIntone } from './intone.js';

const CLIPS = 60;

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'intone-cli-'));
  await writeFile(join(cwd, 'tiny.yaml'), TINY);
  await intone(['run', 'tiny.yaml', '--cache', 'kept'], { cwd });
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
});

const Overview = Type.Object({
  folder: Type.String(),
  entries: Type.Integer(),
  bytes: Type.Integer(),
  recipes: Type.Array(Type.Object({ features: Type.Array(Type.String()), entries: Type.Integer() })),
});

async function json<S extends TSchema>(argv: readonly string[], schema: S): Promise<Static<S>> {
  const { stdout } = await intone([...argv, '--json'], { cwd });
  const printed: unknown = JSON.parse(stdout);
  Value.Assert(schema, printed);
  return printed;
}

async function rowFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(cwd, folder), { recursive: true });
  return names
    .filter((name) => /\/[0-9a-f]{64}$/.test(name) && name.split('/').length === 3)
    .map((name) => join(cwd, folder, name))
    .sort();
}

test('run takes its rows from the cache the second time, and says how many', async () => {
  const { stderr } = await intone(['run', 'tiny.yaml', '--cache', 'kept'], { cwd });
  expect(stderr).toMatch(new RegExp(`^features .*, ${CLIPS} from the cache`, 'm'));
});

test('run --no-cache neither takes nor keeps', async () => {
  const { stderr } = await intone(['run', 'tiny.yaml', '--no-cache'], { cwd });
  expect(stderr).toMatch(/^features {2}60 clips/m);
  expect(stderr).not.toContain('from the cache');
});

test('run --cache does not go with --no-cache', async () => {
  const { exit, stderr } = await intone(['run', 'tiny.yaml', '--no-cache', '--cache', 'x'], { cwd });
  expect(exit).toBe(2);
  expect(stderr).toContain('--no-cache');
});

test('run tells of damaged entries, and mends them', async () => {
  const files = await rowFiles('kept');
  await truncate(files[0], 100);
  await truncate(files[1], 0);
  const mended = await intone(['run', 'tiny.yaml', '--cache', 'kept'], { cwd });
  expect(mended.stderr).toMatch(/^features .*, 58 from the cache, 2 damaged cache entries made anew/m);
});

test('cache shows folder, rows, size and last use', async () => {
  const { stdout } = await intone(['cache', '--cache', 'kept'], { cwd });
  expect(stdout).toMatch(/^\S+kept: 60 rows, \d+\.\d kB$/m);
  expect(stdout).toMatch(/^[0-9a-f]{8} +\S.* +mean +60 +\d+\.\d kB +\d+\.\d s ago$/m);
  const overview = await json(['cache', '--cache', 'kept'], Overview);
  expect(overview).toMatchObject({
    folder: join(cwd, 'kept'),
    entries: CLIPS,
    recipes: [{ entries: CLIPS }],
  });
});

test('cache looks where --cache, INTONE_CACHE, or intone.local.yaml says, in this order', async () => {
  await writeFile(join(cwd, 'intone.local.yaml'), 'cache: from-local\n');
  const environment = { INTONE_CACHE: 'from-environment' };
  const shown = async (argv: readonly string[], variables: Readonly<Record<string, string>>) =>
    (await spawnIntone(['cache', ...argv], { cwd, environment: variables })).stdout.split(':')[0];
  expect(await shown(['--cache', 'from-flag'], environment)).toBe(join(cwd, 'from-flag'));
  expect(await shown([], environment)).toBe(join(cwd, 'from-environment'));
  expect(await shown([], { INTONE_CACHE: '' })).toBe(join(cwd, 'from-local'));
  await rm(join(cwd, 'intone.local.yaml'));
  expect(await shown([], { INTONE_CACHE: '', XDG_CACHE_HOME: join(cwd, 'xdg') })).toBe(
    join(cwd, 'xdg/intone'),
  );
});

test('cache verify removes damaged rows', async () => {
  const [first] = await rowFiles('kept');
  await truncate(first, 80);
  const { exit, stdout } = await intone(['cache', 'verify', '--cache', 'kept'], { cwd });
  expect(exit).toBe(0);
  expect(stdout).toBe(`${join(cwd, 'kept')}: 59 rows are sound, 1 were damaged and removed\n  ${first}\n`);
});

test('cache prune removes by age, by size, or all', async () => {
  const files = await rowFiles('kept');
  const longAgo = new Date(Date.now() - 40 * 86_400_000);
  for (const file of files.slice(0, 9)) await utimes(file, longAgo, longAgo);
  const { stdout } = await intone(['cache', 'prune', '--older-than', '30d', '--cache', 'kept'], { cwd });
  expect(stdout).toMatch(/: removed 9 rows \(\d+\.\d kB\), left 50 \(\d+\.\d kB\)$/m);
  expect(await rowFiles('kept')).toEqual(files.slice(9));
  const Left = Type.Object({ left: Type.Integer(), leftBytes: Type.Integer() });
  const { leftBytes } = await json(['cache', 'prune', '--max-size', '8kB', '--cache', 'kept'], Left);
  expect(leftBytes).toBeLessThanOrEqual(8000);
  expect(leftBytes).toBeGreaterThan(7000);
  expect(await json(['cache', 'prune', '--all', '--cache', 'kept'], Left)).toMatchObject({ left: 0 });
  expect(await readdir(join(cwd, 'kept', 'features'))).toEqual([]);
});

test.each([
  [[], "'intone cache prune' was not told what to remove."],
  [['--older-than', 'soon'], "'soon' is no age."],
  [['--older-than', '30'], "'30' is no age."],
  [['--max-size', '1 potato'], "'1 potato' is no size."],
  [['--max-size', '-1GB'], "'-1GB' is no size."],
  [['--older'], "'intone cache prune' knows no flag '--older'."],
])('cache prune %j is refused', async (flags, message) => {
  const { exit, stderr } = await intone(['cache', 'prune', ...flags], { cwd });
  expect(exit).toBe(2);
  expect(stderr).toContain(message);
});
