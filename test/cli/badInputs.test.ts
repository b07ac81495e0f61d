import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { badConfigs } from './badInputs/configs.js';
import { badOptions } from './badInputs/options.js';
import { badRecordings } from './badInputs/recordings.js';
import { TINY, type BadInput } from './badInputs/row.js';
import { badRuns } from './badInputs/runs.js';
import { intone, ROOT, spawnIntone } from './intone.js';
import { runNames } from '../../src/core/runs/find.js';

const groups: Readonly<Record<string, readonly BadInput[]>> = {
  Configs: badConfigs,
  'The command line and plugins of your own': badOptions,
  'Folders and recordings': badRecordings,
  'Kept runs': badRuns,
};
const rows = Object.values(groups).flat();

let made: string;
const seen = new Map<BadInput, string>();
const folders: string[] = [];

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'intone-made-'));
  await writeFile(join(made, 'tiny.yaml'), TINY);
  const { exit, stderr } = await intone(['run', 'tiny.yaml', '--runs', 'made'], { cwd: made });
  if (exit !== 0) throw new Error(stderr);
});
afterAll(async () => {
  for (const folder of [made, ...folders]) await rm(folder, { recursive: true, force: true });
});

/** The row's folder, with the tiny config, its own files and, where it wants one, a kept run. */
async function folderOf({ files = {}, prepare }: BadInput): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'intone-bad-')));
  folders.push(folder);
  for (const [name, contents] of Object.entries({ 'tiny.yaml': TINY, ...files })) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), contents);
  }
  if (prepare) {
    await cp(join(made, 'made'), join(folder, 'made'), { recursive: true });
    await prepare(folder);
  }
  return folder;
}

/** What each run in the folder says of itself. */
async function runStates(folder: string): Promise<readonly string[]> {
  const names = await runNames(join(folder, 'runs'));
  return Promise.all(
    names.map(async (name) => {
      const record: unknown = JSON.parse(await readFile(join(folder, 'runs', name, 'run.json'), 'utf8'));
      return record instanceof Object && 'state' in record ? String(record.state) : 'none';
    }),
  );
}

test.each(rows)('$wrong: $code', async (row) => {
  const folder = await folderOf(row);
  const { exit, stdout, stderr } = await intone(row.argv, { cwd: folder });
  seen.set(row, stderr.replaceAll(folder, '.'));
  expect(stderr).toContain(`error[${row.code}]`);
  expect(exit).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
  expect(stderr).not.toContain('INTERNAL');
  if (!row.prepare) expect(await runStates(folder)).not.toContain('running');
});

test('there are at least 40 bad inputs, no two alike', () => {
  expect(new Set(rows.map(({ wrong }) => wrong)).size).toBe(rows.length);
  expect(rows.length).toBeGreaterThanOrEqual(40);
});

const spawned = [
  'a bracket is not closed',
  'a command is misspelt',
  'a recording is cut off',
  'the run died before its end',
];
test.each(rows.filter(({ wrong }) => spawned.includes(wrong)))('as a process: $wrong', async (row) => {
  const folder = await folderOf(row);
  const { exit, stdout, stderr } = await spawnIntone(row.argv, { cwd: folder });
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr).toContain(`error[${row.code}]`);
});

test.each(rows.filter(({ wrong }) => spawned.includes(wrong)))('with --json: $wrong', async (row) => {
  const folder = await folderOf(row);
  const { exit, stdout } = await intone([...row.argv, '--json'], { cwd: folder });
  expect(JSON.parse(stdout)).toMatchObject({ error: { exit, code: row.code } });
});

test('docs/bad-inputs.md shows what is really printed', async () => {
  const page = [
    '# Bad inputs, and what intone says of them',
    `Each of these is run by \`test/cli/badInputs.test.ts\`, and this page is made of what it printed
(\`npx vitest run test/cli/badInputs.test.ts -u\`). The exit code is always 2. The folder holds a
right config, \`tiny.yaml\`, which the bad ones are made of:`,
    fenced('yaml', TINY),
    ...Object.entries(groups).flatMap(([title, inputs]) => [`## ${title}`, ...inputs.map(entry)]),
  ].join('\n\n');
  const { default: options } = await import('../../.prettierrc.json', { with: { type: 'json' } });
  await expect(
    await format(page, { ...options, singleQuote: true, trailingComma: 'all', parser: 'markdown' }),
  ).toMatchFileSnapshot(join(ROOT, 'docs/bad-inputs.md'));
});

function entry(row: BadInput): string {
  const printed = seen.get(row) ?? '';
  const shown = printed.slice(printed.indexOf('error['));
  const command = `$ intone ${row.argv.map((word) => (/[\s{[]/.test(word) ? `'${word}'` : word)).join(' ')}`;
  return `### ${row.wrong}\n\n${fenced('text', `${command}\n${shown}`)}`;
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
