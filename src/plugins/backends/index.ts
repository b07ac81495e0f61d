import cpu from './cpu.js';
import wasm from './wasm.js';

export const backendPlugins = [wasm, cpu] as const;
