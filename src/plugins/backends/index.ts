import cpu from './cpu.js';
import wasm from './wasm/index.js';

export const backendPlugins = [wasm, cpu] as const;
