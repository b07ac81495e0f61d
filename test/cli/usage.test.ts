import { expect, test } from 'vitest';
import { intone, spawnIntone } from './intone.js';

test('without arguments intone lists its commands', async () => {
  const { exit, stdout, stderr } = await intone([]);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  expect(stdout).toMatch(/COMMANDS\n/);
});

test('help explains one command', async () => {
  const { exit, stdout } = await intone(['help', 'runs']);
  expect(exit).toBe(0);
  expect(stdout).toMatch(/^list the kept runs/);
});

test('--version prints the version and nothing else', async () => {
  const { exit, stdout, stderr } = await spawnIntone(['--version']);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  expect(stdout).toMatch(/^intone\/\d+\.\d+\.\d+ \S+ node-v\S+\n$/);
});
