import { rm, readdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadExperiment } from '../../src/core/config/load.js';
import { collectClips } from '../../src/core/experiment/collect.js';
import { createPlugins } from '../../src/core/experiment/plugins.js';
import { builtInRegistry } from '../../src/plugins/index.js';
import { startRun } from './native.mjs';
import { onlyRun, options, withPlugin, workplace, type Workplace } from './work.js';

let place: Workplace;
beforeEach(async () => {
  place = await workplace();
});
afterEach(async () => {
  await rm(place.folder, { recursive: true });
});

const saying = (text: string): unknown => expect.stringContaining(text);

/** The id of a config's clip of that number, in the order in which they are worked on; counts from 1. */
async function clipId(config: string, number: number): Promise<string> {
  const { experiment, registry } = await loadExperiment(config, { registry: builtInRegistry() });
  const { dataset } = createPlugins(experiment, registry, () => undefined);
  return (await collectClips(dataset)).clips[number - 1].id;
}

test.each([
  ["process.kill(process.pid, 'SIGKILL')", 'was ended by SIGKILL'],
  ['process.exit(9)', 'ended with code 9'],
])('a plugin that does %s: the clip is named', async (crash, how) => {
  const body = `globalThis.clips = (globalThis.clips ?? 0) + 1; if (globalThis.clips === 8) ${crash};`;
  const config = await withPlugin(place, 'deadly', body);
  const { finished } = startRun(options(place, config));
  await expect(finished).rejects.toMatchObject({
    code: 'WORKER_DIED',
    message: saying(`${how} while it computed the features of '${await clipId(config, 8)}'.`),
  });
});

test('a plugin that throws: clip and plugin are named, and no trail is left', async () => {
  const body = `globalThis.clips = (globalThis.clips ?? 0) + 1; if (globalThis.clips === 8) throw new TypeError('lost');`;
  const config = await withPlugin(place, 'lost', body);
  const { finished } = startRun(options(place, config));
  await expect(finished).rejects.toMatchObject({
    code: 'PLUGIN_FAILED',
    message: saying("'lost'"),
    where: { file: await clipId(config, 8) },
  });
  expect(await readdir((await onlyRun(place.runs)).directory)).not.toContain('clip');
});
