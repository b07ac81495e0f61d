import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wav } from './badInputs/recordings.js';
import { intone, ROOT } from './intone.js';

const SINE_SAMPLES = 16_000;
let outside: string;
beforeAll(async () => {
  outside = await mkdtemp(join(tmpdir(), 'intone-example-'));
  await cp(join(ROOT, 'examples'), outside, { recursive: true });
  const sine = wav(SINE_SAMPLES, (index) => 9000 * Math.sin((2 * Math.PI * 440 * index) / SINE_SAMPLES));
  await writeFile(join(outside, 'sine.wav'), sine);
});
afterAll(async () => {
  await rm(outside, { recursive: true });
});

test('a plugin in a folder outside the repository computes its feature', async () => {
  const argv = [
    'features',
    'crest-factor.yaml',
    'sine.wav',
    '--set',
    'pool=mean',
    '--set',
    'audio.crop=null',
  ];
  const { exit, stdout, stderr } = await intone(argv, { cwd: outside });
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  // The crest factor of a sine is the root of two.
  const [, value] = /^crest_factor +(\S+)$/m.exec(stdout) ?? [];
  expect(Number(value)).toBeCloseTo(Math.SQRT2, 2);
});

test('its options are explained and checked like those of a built-in one', async () => {
  const page = await intone(['plugins', 'crest-factor', '--config', 'crest-factor.yaml'], { cwd: outside });
  expect(page.stdout).toMatch(/floor\n +a number, above 0 and at most 1; default 0.0001\n/);
  const wrong = await intone(['validate', 'crest-factor.yaml', '--set', 'features.2.floor=2'], {
    cwd: outside,
  });
  expect(wrong.exit).toBe(2);
  expect(wrong.stderr).toContain('error[CONFIG_OUT_OF_RANGE]');
});

test('an experiment trains on it, and the kept run names it and predicts with it', async () => {
  const ran = await intone(['run', 'crest-factor.yaml', '--set', 'train.epochs=2', '--json'], {
    cwd: outside,
  });
  expect([0, 1]).toContain(ran.exit);
  const shown = await intone(['show', 'latest'], { cwd: outside });
  expect(shown.stdout).toMatch(/^plugin +feature crest-factor from .*crest-factor\.ts$/m);
  const heard = await intone(['predict', 'latest', 'sine.wav'], { cwd: outside });
  expect(heard.exit).toBe(0);
});
