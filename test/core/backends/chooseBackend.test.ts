import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { backendOrOther, chooseBackend } from '../../../src/core/backends/chooseBackend.js';
import { definePlugin } from '../../../src/core/registry/plugin.js';
import { Registry } from '../../../src/core/registry/registry.js';

/** Backends that state a preference and why they cannot be used. */
function registryOf(backends: Record<string, { preference?: number; unavailable?: string }>): Registry {
  const registry = new Registry();
  for (const [name, { preference, unavailable = null }] of Object.entries(backends)) {
    const plugin = definePlugin({
      kind: 'backend',
      name,
      summary: 'For a test.',
      options: Type.Object({}),
      create: () => ({
        unavailable: () => Promise.resolve(unavailable),
        start: () => Promise.reject(new Error('not to be started')),
        version: `${name} 1`,
        ...(preference !== undefined && { preference }),
      }),
    });
    registry.add(plugin, 'test');
  }
  return registry;
}

describe('chooseBackend', () => {
  it('takes the most preferred that can be used, whatever the order, and says why no faster one', async () => {
    const registry = registryOf({
      slow: { preference: 1 },
      exotic: {},
      gpu: { preference: 9, unavailable: 'there is no card' },
      fast: { preference: 5 },
    });
    expect(await chooseBackend(registry)).toEqual({
      name: 'fast',
      reason: 'the fastest here (gpu: there is no card)',
    });
    expect((await chooseBackend(registryOf({ slow: { preference: 1 } }))).reason).toBe('the fastest here');
  });

  it('says so where none can be used', async () => {
    const registry = registryOf({ exotic: {}, gpu: { preference: 9, unavailable: 'there is no card' } });
    await expect(chooseBackend(registry)).rejects.toThrow(/no backend works \(gpu: there is no card\)/);
  });
});

describe('backendOrOther', () => {
  const registry = registryOf({
    gpu: { preference: 9, unavailable: 'there is no card' },
    fast: { preference: 5 },
  });

  it('keeps the backend of a model where it works', async () => {
    const said: string[] = [];
    const { version } = await backendOrOther(registry, { use: 'fast', options: {} }, (message) =>
      said.push(message),
    );
    expect(version).toBe('fast 1');
    expect(said).toEqual([]);
  });

  it('takes another where it does not, and warns of it', async () => {
    const said: string[] = [];
    const { version } = await backendOrOther(registry, { use: 'gpu', options: {} }, (message) =>
      said.push(message),
    );
    expect(version).toBe('fast 1');
    expect(said).toEqual([
      "The model was trained on the backend 'gpu', which cannot be used here: there is no card. " +
        "'fast' takes its place; the last digits of probabilities may differ.",
    ]);
  });
});
