import { readFileSync } from 'node:fs';

/** The same folder whether this file runs from src/ or from dist/. */
export const FEATURE_KERNELS = new URL('../../../dist/kernels/features.wasm', import.meta.url);

/** The compiled `assembly/features.ts`. Where there are no files (in a browser) this module is the one to replace. */
export function featureKernelBytes(): Uint8Array {
  return readFileSync(FEATURE_KERNELS);
}
