import { Type } from '@sinclair/typebox';
import type * as cpuPackage from '@tensorflow/tfjs-backend-cpu';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { definePlugin } from '../../core/registry/plugin.js';
import { installGru } from '../../core/training/gru/layer.js';
import { registerGru } from '../../core/training/gru/register.js';
import { installLstm } from '../../core/training/lstm/layer.js';
import type { TensorMemory } from '../../core/training/lstm/memory.js';
import { registerLstm } from '../../core/training/lstm/register.js';
import { loadTf } from '../../core/training/loadTf.js';
import { packageVersion } from '../../core/training/packageVersion.js';
import { requirePackage } from '../../core/training/requirePackage.js';
import type { Tf } from '../../core/training/tf.js';
import { referenceGru } from '../../kernels/gru/reference.js';
import { referenceLstm } from '../../kernels/lstm/reference.js';

export default definePlugin({
  kind: 'backend',
  name: 'cpu',
  summary: 'Plain JavaScript (@tensorflow/tfjs-backend-cpu): slow, for checking the others.',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    unavailable: () => Promise.resolve(null),
    start: startCpu,
    preference: 10,
    get version() {
      return `tfjs-cpu ${packageVersion('@tensorflow/tfjs-backend-cpu')}`;
    },
  }),
});

async function startCpu(): Promise<Tf> {
  const tf = loadTf();
  const cpu = requirePackage('@tensorflow/tfjs-backend-cpu', isCpu);
  await tf.setBackend('cpu');
  const backend = tf.backend();
  if (!(backend instanceof cpu.MathBackendCPU))
    throw new TypeError("The backend 'cpu' is not tfjs-backend-cpu's.");
  registerLstm(tf, 'cpu', referenceLstm, memoryOf(backend));
  installLstm(tf);
  registerGru(tf, 'cpu', referenceGru, memoryOf(backend));
  installGru(tf);
  return tf;
}

const isCpu = (exported: object): exported is Pick<typeof cpuPackage, 'MathBackendCPU'> =>
  'MathBackendCPU' in exported;

function memoryOf(backend: MathBackendCPU): TensorMemory {
  return {
    floats: ({ dataId }) => {
      const values = backend.readSync(dataId);
      if (values instanceof Float32Array) return values;
      // A cast from booleans leaves the numbers in their bytes.
      if (values instanceof Uint8Array || values instanceof Int32Array) return Float32Array.from(values);
      throw new TypeError('The tensor does not hold 32-bit floating-point numbers.');
    },
    create: (shape) => {
      const size = shape.reduce((product, length) => product * length, 1);
      return backend.makeTensorInfo([...shape], 'float32', new Float32Array(size));
    },
  };
}
