import type * as cpuPackage from '@tensorflow/tfjs-backend-cpu';
import type * as wasmPackage from '@tensorflow/tfjs-backend-wasm';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import type { Machine } from '../../../core/registry/contracts.js';
import { installGru } from '../../../core/training/gru/layer.js';
import { registerGru } from '../../../core/training/gru/register.js';
import { installLstm } from '../../../core/training/lstm/layer.js';
import type { TensorMemory } from '../../../core/training/lstm/memory.js';
import { registerLstm } from '../../../core/training/lstm/register.js';
import { loadTf } from '../../../core/training/loadTf.js';
import { requirePackage } from '../../../core/training/requirePackage.js';
import type { Tf } from '../../../core/training/tf.js';
import { registerWeightSteps } from '../../../core/training/weightSteps.js';
import { fastestKernels } from '../../../kernels/fastest.js';
import { wasmGru } from '../../../kernels/gru/wasm.js';
import { wasmLstm } from '../../../kernels/lstm/wasm.js';
import type { KernelModule } from '../../../kernels/module.js';
import { BORROWED, borrowedKernel } from './borrowed.js';
import { conv2d, conv2dFilterGradient, conv2dInputGradient, maxPoolGradient } from './convolution.js';
import { reversedSteps, sharedIdentity, splitColumns } from './copies.js';
import { overLeadingAxes } from './leadingAxes.js';
import { batchMatMul, fusedMatMul } from './matMul.js';
import { equalToRepeated, repeatedRuns } from './repeats.js';

let started: Promise<{ tf: Tf; kernels: KernelModule }> | undefined;

/** Brings the backend up, once a process, and makes it the current one. */
export async function startWasm({ threads }: Machine): Promise<Tf> {
  started ??= start().catch((error: unknown) => {
    // What was in the way may be mended before the next attempt.
    started = undefined;
    throw error;
  });
  const { tf, kernels } = await started;
  kernels.crew.threads = threads;
  await tf.setBackend('wasm');
  return tf;
}

async function start(): Promise<{ tf: Tf; kernels: KernelModule }> {
  const tf = loadTf();
  const wasm = requirePackage('@tensorflow/tfjs-backend-wasm', isWasm);
  await keepingProcessListeners(() => tf.setBackend('wasm'));
  const backend = tf.backend();
  if (!(backend instanceof wasm.BackendWasm))
    throw new TypeError("The backend 'wasm' is not tfjs-backend-wasm's.");

  const kernels = fastestKernels();
  const memory = memoryOf(backend);
  const stock = (name: string): KernelConfig => tf.getKernel(name, 'wasm');
  replaceKernel(tf, batchMatMul(tf, stock(tf.BatchMatMul), kernels, memory));
  replaceKernel(tf, fusedMatMul(stock(tf._FusedMatMul), stock(tf.Transpose), backend));
  replaceKernel(tf, conv2d(tf, stock(tf.Conv2D), kernels, memory));
  replaceKernel(tf, conv2dFilterGradient(tf, kernels, memory));
  replaceKernel(tf, conv2dInputGradient(tf, kernels, memory));
  replaceKernel(tf, maxPoolGradient(tf, kernels, memory));
  replaceKernel(tf, overLeadingAxes(tf, stock(tf.Sum), kernels, memory));
  replaceKernel(tf, overLeadingAxes(tf, stock(tf.Mean), kernels, memory));
  replaceKernel(tf, splitColumns(tf, stock(tf.SplitV), memory));
  replaceKernel(tf, reversedSteps(tf, stock(tf.Reverse), memory));
  replaceKernel(tf, repeatedRuns(stock(tf.Tile), memory));
  replaceKernel(tf, equalToRepeated(tf, stock(tf.Equal), backend, memory));
  replaceKernel(tf, sharedIdentity(stock(tf.Identity), backend));
  const cpu = requirePackage('@tensorflow/tfjs-backend-cpu', isCpu);
  for (const name of BORROWED) {
    replaceKernel(
      tf,
      borrowedKernel(tf.getKernel(name, 'cpu'), () => new cpu.MathBackendCPU(), backend),
    );
  }
  registerLstm(tf, 'wasm', wasmLstm(kernels), memory);
  installLstm(tf);
  registerGru(tf, 'wasm', wasmGru(kernels), memory);
  installGru(tf);
  registerWeightSteps(tf, 'wasm', kernels, memory);
  return { tf, kernels };
}

const isWasm = (exported: object): exported is Pick<typeof wasmPackage, 'BackendWasm'> =>
  'BackendWasm' in exported;
const isCpu = (exported: object): exported is Pick<typeof cpuPackage, 'MathBackendCPU'> =>
  'MathBackendCPU' in exported;

function replaceKernel(tf: Tf, kernel: KernelConfig): void {
  const present: unknown = tf.getKernel(kernel.kernelName, kernel.backendName);
  if (present !== undefined) tf.unregisterKernel(kernel.kernelName, kernel.backendName);
  tf.registerKernel(kernel);
}

/** Emscripten's start-up code adds handlers that rethrow whatever goes wrong anywhere in the process. */
async function keepingProcessListeners<T>(work: () => Promise<T>): Promise<T> {
  const exceptions = new Set(process.listeners('uncaughtException'));
  const rejections = new Set(process.listeners('unhandledRejection'));
  try {
    return await work();
  } finally {
    for (const listener of process.listeners('uncaughtException')) {
      if (!exceptions.has(listener)) process.off('uncaughtException', listener);
    }
    for (const listener of process.listeners('unhandledRejection')) {
      if (!rejections.has(listener)) process.off('unhandledRejection', listener);
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
