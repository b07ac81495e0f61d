import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { KernelConfig, NamedTensorInfoMap } from '@tensorflow/tfjs-core';

/** Kernels that gradients need (of `gather` and of depthwise convolution), that the backend lacks and that are rare. */
export const BORROWED = [
  'UnsortedSegmentSum',
  'DepthwiseConv2dNativeBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
] as const;

/** A kernel of tfjs-backend-cpu on copies: in a backend of its own that goes when the call ends. */
export function borrowedKernel(
  kernel: KernelConfig,
  host: () => MathBackendCPU,
  backend: BackendWasm,
): KernelConfig {
  return {
    kernelName: kernel.kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const cpu = host();
      const copies: NamedTensorInfoMap = {};
      for (const [name, tensor] of Object.entries(inputs)) {
        if (tensor === undefined) continue;
        copies[name] = cpu.makeTensorInfo(tensor.shape, tensor.dtype, backend.readSync(tensor.dataId));
      }
      const [made] = [
        kernel.kernelFunc({ inputs: copies, backend: cpu, ...(attrs !== undefined && { attrs }) }),
      ].flat();
      return backend.makeOutput(made.shape, made.dtype, undefined, cpu.readSync(made.dataId));
    },
  };
}
