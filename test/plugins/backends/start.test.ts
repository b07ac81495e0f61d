import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Random } from '../../../src/core/random.js';
import auto from '../../../src/plugins/backends/auto.js';
import cpu from '../../../src/plugins/backends/cpu.js';
import tensorflow, { tensorflowGpu } from '../../../src/plugins/backends/tensorflow/index.js';
import wasm from '../../../src/plugins/backends/wasm/index.js';

const context = { random: new Random(1), warn: (): void => undefined };

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([wasm, cpu].map((plugin) => [plugin.name, plugin] as const))(
  'the backend %s',
  (name, plugin) => {
    it('starts without a word and without handlers of its own on the process, twice over', async () => {
      const said = (['log', 'info', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
      const listeners = (): unknown[] => [
        ...process.listeners('uncaughtException'),
        ...process.listeners('unhandledRejection'),
      ];
      const before = listeners();
      const backend = plugin.create({}, context);
      expect(await backend.unavailable()).toBeNull();
      await backend.start({ threads: 1 });
      const tf = await backend.start({ threads: 1 });
      tf.tidy(() => tf.add(1, 2).dataSync());
      expect(tf.getBackend()).toBe(name);
      expect(listeners()).toEqual(before);
      for (const spy of said) expect(spy).not.toHaveBeenCalled();
    });

    it('states its version', () => {
      expect(plugin.create({}, context).version).toMatch(
        name === 'wasm' ? /^tfjs-wasm 4\.\d+\.\d+, kernels (relaxed-simd|simd)$/ : /^tfjs-cpu 4\.\d+\.\d+$/,
      );
    });

    it('has the initializers of the standard layers', async () => {
      const tf = await plugin.create({}, context).start({ threads: 1 });
      tf.tidy(() => {
        const matrix = tf.initializers.orthogonal({ gain: 1, seed: 3 }).apply([4, 3]);
        const square = tf.matMul(matrix, matrix, true, false);
        expect(tf.max(tf.abs(tf.sub(square, tf.eye(3)))).dataSync()[0]).toBeLessThan(1e-5);
      });
    });
  },
);

it('auto computes nothing itself', async () => {
  const backend = auto.create({}, context);
  expect(backend.preference).toBeUndefined();
  await expect(backend.start({ threads: 1 })).rejects.toThrow("'auto' stands for another backend");
});

it('a library that is not installed is said to be so, with the command that installs it', async () => {
  const backend = tensorflow.create({}, context);
  expect(await backend.unavailable()).toBe('it is not installed; run intone backend install tensorflow');
  expect(backend.version).toBe('tfjs-node, not installed');
});

it.skipIf(process.platform !== 'linux' || existsSync('/dev/nvidiactl'))(
  'tensorflow-gpu is not offered where there is no card (skipped where there is one)',
  async () => {
    expect(await tensorflowGpu.create({}, context).unavailable()).toBe(
      'this machine shows no CUDA card (/dev/nvidiactl is not there)',
    );
  },
);
