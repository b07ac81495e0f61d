import auto from './auto.js';
import cpu from './cpu.js';
import tensorflow, { tensorflowGpu } from './tensorflow/index.js';
import wasm from './wasm/index.js';

export const backendPlugins = [auto, tensorflowGpu, tensorflow, wasm, cpu] as const;
