import { findTensorflow } from '../../../core/backends/findTensorflow.js';
import { loadTensorflow } from '../../../core/backends/loadTensorflow.js';
import { INSTALLABLE, type TensorflowKind } from '../../../core/backends/packages.js';
import { BACKEND_NO_CARD } from '../../../core/errors/backends.js';
import type { Machine } from '../../../core/registry/contracts.js';
import { installLstm } from '../../../core/training/lstm/layer.js';
import type { Tf } from '../../../core/training/tf.js';
import { registerSessionBatchNorm } from './batchNorm.js';
import { registerSessionLstm } from './lstm.js';
import { isNodeBackend } from './session.js';
import { stepKernel } from './step.js';
import { registerSessionWeights } from './weights.js';

const started = new Map<TensorflowKind, Promise<Tf>>();

/** Brings the library up, once a process, and makes its backend the current one. */
export async function startTensorflow(kind: TensorflowKind, machine: Machine): Promise<Tf> {
  const starting = started.get(kind) ?? start(kind, machine);
  started.set(kind, starting);
  let tf: Tf;
  try {
    tf = await starting;
  } catch (error) {
    // What was in the way may be mended before the next attempt.
    if (started.get(kind) === starting) started.delete(kind);
    throw error;
  }
  await tf.setBackend('tensorflow');
  return tf;
}

async function start(kind: TensorflowKind, { threads }: Machine): Promise<Tf> {
  const found = findTensorflow(kind);
  const { name } = INSTALLABLE[kind];
  if (found === null) throw new TypeError(`The backend '${name}' is not installed.`);
  // TensorFlow reads them once, when it is loaded.
  process.env['TF_NUM_INTEROP_THREADS'] = String(threads);
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  const tf = await loadTensorflow(found);
  if (!isTf(tf)) throw new TypeError(`The package of the backend '${name}' is not TensorFlow.js.`);
  tf.env().set('PROD', true);
  await tf.setBackend('tensorflow');
  const backend: unknown = tf.backend();
  if (!isNodeBackend(backend)) throw new TypeError("The backend 'tensorflow' is not tfjs-node's.");
  if (kind === 'gpu' && !backend.isUsingGpuDevice)
    throw BACKEND_NO_CARD({ name, processor: INSTALLABLE.cpu.name });
  const stock = tf.getKernel(tf.Step, 'tensorflow');
  tf.unregisterKernel(tf.Step, 'tensorflow');
  tf.registerKernel(stepKernel(tf, stock, backend));
  registerSessionLstm(tf, backend);
  // What a session is given goes through the processor's memory, which is dearer on a card than the calls saved.
  if (!backend.isUsingGpuDevice) {
    registerSessionWeights(tf, backend);
    registerSessionBatchNorm(tf, backend);
  }
  installLstm(tf);
  return tf;
}

function isTf(value: unknown): value is Tf {
  if (typeof value !== 'object' || value === null) return false;
  return 'layers' in value && 'engine' in value && typeof value.engine === 'function';
}
