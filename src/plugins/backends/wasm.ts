import { Type } from '@sinclair/typebox';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { definePlugin } from '../../core/registry/plugin.js';
import { installLstm } from '../../core/training/lstm/layer.js';
import type { TensorMemory } from '../../core/training/lstm/memory.js';
import { registerLstm } from '../../core/training/lstm/register.js';
import { loadTf } from '../../core/training/loadTf.js';
import { packageVersion } from '../../core/training/packageVersion.js';
import type { Tf } from '../../core/training/tf.js';
import { referenceLstm } from '../../kernels/lstm/reference.js';

export default definePlugin({
  kind: 'backend',
  name: 'wasm',
  summary: 'WebAssembly with SIMD, one thread (@tensorflow/tfjs-backend-wasm), with kernels for training.',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    unavailable: () => Promise.resolve(null),
    start: startWasm,
    get version() {
      return `tfjs-wasm ${packageVersion('@tensorflow/tfjs-backend-wasm')}`;
    },
  }),
});

async function startWasm(): Promise<Tf> {
  const tf = await loadTf();
  const { default: wasm } = await import('@tensorflow/tfjs-backend-wasm');
  await keepingProcessListeners(() => tf.setBackend('wasm'));
  const backend = tf.backend();
  if (!(backend instanceof wasm.BackendWasm))
    throw new TypeError("The backend 'wasm' is not tfjs-backend-wasm's.");
  registerLstm(tf, 'wasm', referenceLstm, memoryOf(backend));
  installLstm(tf);
  return tf;
}

/** Emscripten's start-up code adds handlers that rethrow whatever goes wrong anywhere in the process. */
async function keepingProcessListeners<T>(work: () => Promise<T>): Promise<T> {
  const before = {
    uncaughtException: new Set(process.listeners('uncaughtException')),
    unhandledRejection: new Set(process.listeners('unhandledRejection')),
  };
  try {
    return await work();
  } finally {
    for (const listener of process.listeners('uncaughtException')) {
      if (!before.uncaughtException.has(listener)) process.off('uncaughtException', listener);
    }
    for (const listener of process.listeners('unhandledRejection')) {
      if (!before.unhandledRejection.has(listener)) process.off('unhandledRejection', listener);
    }
  }
}

function memoryOf(backend: BackendWasm): TensorMemory {
  return {
    floats: (tensor) => {
      const values = backend.typedArrayFromHeap(tensor);
      if (values instanceof Float32Array) return values;
      throw new TypeError('The tensor does not hold 32-bit floating-point numbers.');
    },
    create: (shape) => backend.makeOutput([...shape], 'float32'),
  };
}
