import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/random.js';
import type { Pooling } from '../../../src/core/registry/contracts.js';
import { definitionErrors } from '../../../src/core/registry/definition.js';
import { definePlugin } from '../../../src/core/registry/plugin.js';
import { parseKind, Registry } from '../../../src/core/registry/registry.js';
import { GATE_UNKNOWN_PRESET } from '../../../src/core/errors/gate.js';
import { builtInRegistry } from '../../../src/plugins/index.js';

const context = { random: new Random(1), warn: () => undefined };

class FirstFrame implements Pooling {
  readonly output = 'vector';
  readonly #times: number;
  constructor(times: number) {
    this.#times = times;
  }
  names(columns: readonly string[]): readonly string[] {
    return columns;
  }
  pool(): Float32Array {
    if (this.#times === 0) throw new RangeError('nothing to pool');
    return new Float32Array([this.#times]);
  }
}
const first = definePlugin({
  kind: 'pooling',
  name: 'first',
  summary: 'Takes the first frame.',
  options: Type.Object({ times: Type.Integer({ default: 1, description: 'Factor.' }) }),
  create: ({ times }) => {
    if (times < 0) throw new RangeError('times is negative');
    if (times > 9) throw GATE_UNKNOWN_PRESET({ found: 'x', known: [] });
    return new FirstFrame(times);
  },
});

function registryWithFirst(): Registry {
  const registry = new Registry();
  registry.add(first, './first.ts');
  return registry;
}

describe('Registry', () => {
  it('makes what a plugin makes, with its options completed; classes with private fields too', () => {
    const pooling = registryWithFirst().create('pooling', { use: 'first', options: {} }, context);
    expect(pooling.output).toBe('vector');
    expect(pooling.names(['a'])).toEqual(['a']);
    expect(pooling.pool({ frames: 1, names: ['a'], values: new Float32Array(1) })).toEqual(
      new Float32Array([1]),
    );
  });

  it('refuses two plugins of one kind and name, naming both sources', () => {
    const registry = registryWithFirst();
    expect(() => {
      registry.add(first, 'intone-plugin-first');
    }).toThrow("There are two pooling plugins 'first': one from ./first.ts, one from intone-plugin-first.");
  });

  it('keeps a copy apart', () => {
    const registry = new Registry();
    registry.copy().add(first, './first.ts');
    expect(registry.has('pooling', 'first')).toBe(false);
  });

  it('names the nearest plugin, or the kind that has the name', () => {
    const registry = builtInRegistry();
    expect(registry.unknown('feature', 'mfc')).toMatchObject({
      code: 'PLUGIN_UNKNOWN',
      hint: "Did you mean 'mfcc'?",
    });
    expect(registry.unknown('loss', 'adam').hint).toBe(
      "'adam' is the name of an optimizer (`train.optimizer:`).",
    );
    expect(() => registry.find('model', 'nlp')).toThrow("There is no model 'nlp'.");
    expect(() => registry.named('smoet')).toThrow("There is no plugin 'smoet'.");
  });

  it('reads kinds in the singular and the plural', () => {
    expect(parseKind('losses')).toBe('loss');
    expect(() => parseKind('modle')).toThrow("There is no kind of plugin 'modle'.");
  });
});

describe('what a plugin throws', () => {
  const registry = registryWithFirst();

  it('is wrapped once, with the plugin, the function and the cause', () => {
    const pooling = registry.create('pooling', { use: 'first', options: { times: 0 } }, context);
    const call = (): unknown => pooling.pool({ frames: 0, names: [], values: new Float32Array() });
    expect(call).toThrow(
      expect.objectContaining({
        code: 'PLUGIN_FAILED',
        message: "The pooling 'first' failed in pool(): nothing to pool",
        cause: new RangeError('nothing to pool'),
      }),
    );
  });

  it('is wrapped while it is made', () => {
    expect(() => registry.create('pooling', { use: 'first', options: { times: -1 } }, context)).toThrow(
      "The pooling 'first' failed in create(): times is negative",
    );
  });

  it('passes through where it is of the catalogue', () => {
    expect(() => registry.create('pooling', { use: 'first', options: { times: 10 } }, context)).toThrow(
      expect.objectContaining({ code: 'GATE_UNKNOWN_PRESET' }),
    );
  });

  it('is wrapped in promises and in what is made later', async () => {
    const failing = new Registry();
    failing.add(
      definePlugin({
        kind: 'audio',
        name: 'late',
        summary: 'Fails later.',
        options: Type.Object({}),
        create: () => ({
          sampleRate: 1,
          sampleCount: null,
          load: () => Promise.reject(new Error('no codec')),
        }),
      }),
      'test',
    );
    failing.add(
      definePlugin({
        kind: 'scaler',
        name: 'late',
        summary: 'Fails later.',
        options: Type.Object({}),
        create: () => {
          const fitted = {
            state: null,
            apply: () => {
              throw new Error('not fitted');
            },
          };
          return { fit: () => fitted, restore: () => fitted };
        },
      }),
      'test',
    );
    const audio = failing.create('audio', { use: 'late', options: {} }, context);
    await expect(audio.load(new Uint8Array())).rejects.toMatchObject({ code: 'PLUGIN_FAILED' });
    const scaler = failing.create('scaler', { use: 'late', options: {} }, context);
    const table = { shape: [0, 0] as const, values: new Float32Array(), columns: [] };
    expect(() => scaler.restore(null).apply(table)).toThrow(
      "The scaler 'late' failed in apply(): not fitted",
    );
  });
});

describe('every built-in plugin', () => {
  it.each(builtInRegistry().list())(
    '$plugin.kind $plugin.name is declared as a plugin must be',
    ({ plugin }) => {
      expect(definitionErrors(plugin, 'intone')).toEqual([]);
      expect(plugin.options.additionalProperties).toBe(false);
    },
  );
});
