import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ClipTrail, clipsOfCrash } from '../../../src/core/runs/clipTrail.js';

let run: string;
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'intone-trail-'));
});
afterEach(async () => {
  await rm(run, { recursive: true });
});

test('each thread leaves the clip that it is at, and no other', () => {
  const [main, first, second] = [0, 1, 2].map((place) => new ClipTrail(run, place));
  expect(clipsOfCrash(run)).toEqual([]);
  main.enter('S01/a-long-name');
  second.enter('S02/b');
  expect(clipsOfCrash(run)).toEqual(['S01/a-long-name', 'S02/b']);
  main.enter('S03');
  first.enter('Zoë/été');
  second.leave();
  expect(clipsOfCrash(run)).toEqual(['S03', 'Zoë/été']);
});

test('a name that is longer than its place does not run into the next one', () => {
  const trails = [0, 1].map((place) => new ClipTrail(run, place));
  trails[1].enter('second');
  trails[0].enter('x'.repeat(5000));
  const [long, second] = clipsOfCrash(run);
  expect([long.length, second]).toEqual([511, 'second']);
});

test('nothing is left when the clips are done', async () => {
  const trail = new ClipTrail(run);
  trail.enter('S01/a');
  trail.close();
  expect(await readdir(run)).toEqual([]);
  expect(clipsOfCrash(run)).toEqual([]);
});

test('a run directory that is gone does without a trail', () => {
  const trail = new ClipTrail(join(run, 'gone'));
  trail.enter('S01/a');
  trail.close();
  expect(clipsOfCrash(join(run, 'gone'))).toEqual([]);
});
