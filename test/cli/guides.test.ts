import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Config, type Command } from '@oclif/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { intone, ROOT } from './intone.js';

const guides = (await readdir(join(ROOT, 'docs/guide'))).map((name) => join('docs/guide', name));
const pages = ['README.md', ...guides];
let commands: readonly Command.Loadable[];
let folder: string;
beforeAll(async () => {
  ({ commands } = await Config.load(ROOT));
  folder = await mkdtemp(join(tmpdir(), 'intone-guides-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The fenced blocks of a page in one language. */
async function blocks(page: string, language: string): Promise<readonly string[]> {
  const text = await readFile(join(ROOT, page), 'utf8');
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map(([, body]) => body);
}

test.each(pages)('%s: its commands and their flags exist', async (page) => {
  const lines = (await blocks(page, 'bash')).flatMap((block) => block.split('\n'));
  for (const [, words] of lines.flatMap((line) => [...line.matchAll(/npx intone ([^#|>&]*)/g)])) {
    const [topic, subcommand = ''] = words.split(' ');
    const command =
      commands.find(({ id }) => id === `${topic}:${subcommand}`) ?? commands.find(({ id }) => id === topic);
    expect(command?.id, words).toBeDefined();
    for (const [, flag] of words.matchAll(/ --([a-z-]+)/g)) {
      expect([...Object.keys(command?.flags ?? {}), 'json']).toContain(flag);
    }
  }
});

test.each(pages)('%s: its links lead somewhere', async (page) => {
  const text = await readFile(join(ROOT, page), 'utf8');
  for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)) {
    await expect(readFile(join(ROOT, page, '..', target)), target).resolves.toBeDefined();
  }
});

test.each(pages)('%s: its pieces of configs are right', async (page) => {
  const whole = await readFile(join(ROOT, 'docs/guide/first-experiment.md'), 'utf8');
  const [, base] = /```yaml\n(.*?)```/s.exec(whole) ?? [];
  await writeFile(join(folder, 'first.yaml'), base);
  for (const block of await blocks(page, 'yaml')) {
    if (/^plugins:|^ {2}ravdess:/m.test(block)) continue;
    const text = /^(name|extends):/m.test(block) ? block : `extends: ./first.yaml\n${block}`;
    await writeFile(join(folder, 'piece.yaml'), text);
    const { exit, stderr } = await intone(['validate', 'piece.yaml'], { cwd: folder });
    expect(exit, `${block}\n${stderr}`).toBe(0);
  }
});
