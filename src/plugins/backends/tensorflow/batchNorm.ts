import type { KernelConfig, Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { Tf } from '../../../core/training/tf.js';
import { hasKernel } from '../../../core/training/weightSteps.js';
import { batchNormGradientGraph, batchNormGraph } from './batchNormGraphs.js';
import { openSession, Sessions, type NodeBackend } from './session.js';

const GRADIENT_KERNEL = 'IntoneBatchNormGradient';

/**
 * Batch normalisation by columns and its gradients, one session call each: the library's gradients are two dozen calls,
 * most of which pass over all of x. What else the standard kernel takes goes on through it.
 */
export function registerSessionBatchNorm(tf: Tf, backend: NodeBackend): void {
  const sessions = new Sessions();
  const name = tf.FusedBatchNorm;
  const [stock, stockGradient] = [tf.getKernel(name, 'tensorflow'), tf.getGradient(name)];
  tf.unregisterKernel(name, 'tensorflow');
  tf.registerKernel({ ...stock, kernelFunc: forwards(tf, stock, backend, sessions) });
  tf.registerKernel({
    kernelName: GRADIENT_KERNEL,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs: { x, mean, variance, scale, gradient }, attrs }) => {
      const run = sessions.get(['gradient'], () => openSession(backend, batchNormGradientGraph()));
      const epsilon = tf.scalar(epsilonOf(attrs), 'float32');
      const made = run([...[x, mean, variance, scale].map(present), epsilon, present(gradient)]);
      tf.dispose(epsilon);
      return made;
    },
  });
  tf.unregisterGradient(name);
  tf.registerGradient({
    ...stockGradient,
    gradFunc: (gradient, saved, attrs) => {
      const [x, mean, variance, scale] = saved;
      // The other backends of the process share the gradient.
      const ours = !Array.isArray(gradient) && saved.length === 4 && mean.rank === 1;
      if (!ours || !hasKernel(tf, GRADIENT_KERNEL)) return stockGradient.gradFunc(gradient, saved, attrs);
      const [ofX, ofMean, ofVariance, ofScale, ofOffset] = tf
        .engine()
        .runKernel<Tensor[]>(
          GRADIENT_KERNEL,
          { x, mean, variance, scale, gradient },
          { varianceEpsilon: epsilonOf(attrs) },
        );
      return {
        x: () => ofX,
        mean: () => ofMean,
        variance: () => ofVariance,
        scale: () => ofScale,
        offset: () => ofOffset,
      };
    },
  });
}

function forwards(
  tf: Tf,
  stock: KernelConfig,
  backend: NodeBackend,
  sessions: Sessions,
): KernelConfig['kernelFunc'] {
  return (call) => {
    const { x, mean, variance, scale, offset } = call.inputs;
    if (mean?.shape.length !== 1 || !scale || !offset) return stock.kernelFunc(call);
    const run = sessions.get(['forward'], () => openSession(backend, batchNormGraph()));
    const epsilon = tf.scalar(epsilonOf(call.attrs), 'float32');
    const [made] = run([...[x, mean, variance, scale, offset].map(present), epsilon]);
    tf.dispose(epsilon);
    return made;
  };
}

function epsilonOf(attrs: Readonly<Record<string, unknown>> | undefined): number {
  const epsilon = attrs?.varianceEpsilon;
  if (typeof epsilon !== 'number') throw new TypeError('Batch normalisation was given no epsilon.');
  return epsilon;
}

function present(tensor: TensorInfo | undefined): TensorInfo {
  if (tensor === undefined) throw new TypeError('Batch normalisation was given too few tensors.');
  return tensor;
}
