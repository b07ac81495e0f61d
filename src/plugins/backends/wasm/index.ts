import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../../core/registry/plugin.js';
import { packageVersion } from '../../../core/training/packageVersion.js';
import { kernelsAreBuilt, runnableBuilds } from '../../../kernels/module.js';
import { startWasm } from './start.js';

export default definePlugin({
  kind: 'backend',
  name: 'wasm',
  summary: 'WebAssembly with SIMD, one thread (@tensorflow/tfjs-backend-wasm), with kernels for training.',
  options: Type.Object({}, { additionalProperties: false }),
  create: () => ({
    unavailable: () =>
      Promise.resolve(kernelsAreBuilt() ? null : 'its kernels are not compiled; run npm run build:kernels'),
    start: startWasm,
    preference: 20,
    // The build is part of it: the two round differently, so that their results differ in the last bits.
    get version() {
      return `tfjs-wasm ${packageVersion('@tensorflow/tfjs-backend-wasm')}, kernels ${runnableBuilds()[0]}`;
    },
  }),
});
