import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../../core/registry/plugin.js';
import { packageVersion } from '../../../core/training/packageVersion.js';
import { fusesProducts } from '../../../kernels/fastest.js';
import { kernelsAreBuilt, loadKernels, runnableBuilds } from '../../../kernels/module.js';
import { startWasm } from './start.js';

/** The build that sums as the machine does: relaxed SIMD without a fused instruction computes what plain SIMD does. */
let rounding: 'relaxed-simd' | 'simd' | undefined;

export default definePlugin({
  kind: 'backend',
  name: 'wasm',
  summary:
    'WebAssembly with SIMD (@tensorflow/tfjs-backend-wasm), with kernels for training on several threads.',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    unavailable: () =>
      Promise.resolve(kernelsAreBuilt() ? null : 'its kernels are not compiled; run npm run build'),
    start: startWasm,
    preference: 20,
    // How products are summed is part of it: with one rounding or two, results differ in the last bits.
    get version() {
      rounding ??= fusesProducts(loadKernels(runnableBuilds()[0])) ? 'relaxed-simd' : 'simd';
      return `tfjs-wasm ${packageVersion('@tensorflow/tfjs-backend-wasm')}, kernels ${rounding}`;
    },
  }),
});
