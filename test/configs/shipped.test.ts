import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadExperiment } from '../../src/core/config/load.js';
import { builtInRegistry } from '../../src/plugins/index.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const configs = readdirSync(`${root}configs`).filter((name) => name.endsWith('.yaml'));

describe('every shipped config', () => {
  it.each(configs)('%s is valid, has a gate, and names the schema for editors', async (name) => {
    const options = { registry: builtInRegistry(), cwd: root, local: false };
    const { experiment } = await loadExperiment(`configs/${name}`, options);
    expect(experiment.name).toBe(name.replace('.yaml', ''));
    expect(experiment.gate.length).toBeGreaterThan(0);
    const [first] = readFileSync(`${root}configs/${name}`, 'utf8').split('\n');
    expect(first).toBe('# yaml-language-server: $schema=../docs/experiment.schema.json');
  });
});
