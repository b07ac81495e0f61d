import { existsSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { KernelMemory } from './memory.js';

/** The two builds of the kernels: products summed with one rounding (FMA), or with two. */
export type KernelBuild = 'relaxed-simd' | 'simd';

/** Functions of the compiled `assembly/training.ts`; pointers are byte offsets into `memory`. */
export interface KernelFunctions {
  multiply(
    m: number,
    n: number,
    k: number,
    a: number,
    leftTransposed: number,
    b: number,
    rightTransposed: number,
    c: number,
    accumulate: number,
    scratch: number,
  ): void;
  multiplyScratch(m: number, n: number, k: number, leftTransposed: number): number;
  lstmForward(...sizesAndPointers: readonly number[]): void;
  lstmForwardScratch(batch: number, steps: number, inputs: number, units: number): number;
  lstmBackward(...sizesAndPointers: readonly number[]): void;
  lstmBackwardScratch(batch: number, steps: number, inputs: number, units: number): number;
  gatherPatches(...sizesAndPointers: readonly number[]): void;
  scatterPatches(...sizesAndPointers: readonly number[]): void;
  maxPoolGradient(...sizesAndPointers: readonly number[]): void;
  sigmoidInPlace(values: number, count: number): void;
  tanhInPlace(values: number, count: number): void;
}

export interface KernelModule {
  readonly build: KernelBuild;
  readonly functions: KernelFunctions;
  readonly memory: KernelMemory;
}

const FUNCTIONS = [
  'multiply',
  'multiplyScratch',
  'lstmForward',
  'lstmForwardScratch',
  'lstmBackward',
  'lstmBackwardScratch',
  'gatherPatches',
  'scatterPatches',
  'maxPoolGradient',
  'sigmoidInPlace',
  'tanhInPlace',
] as const satisfies readonly (keyof KernelFunctions)[];

/** Whether `npm run build:kernels` has been run. */
export function kernelsAreBuilt(): boolean {
  return existsSync(fileOf('simd')) && existsSync(fileOf('relaxed-simd'));
}

/** The builds that this Node can run, the fastest first. */
export function runnableBuilds(): readonly [KernelBuild, ...KernelBuild[]] {
  const bytes = readFileSync(fileOf('relaxed-simd'));
  // Node 20 has relaxed SIMD behind a flag, which is read each time a module is compiled; later ones have it on.
  if (!WebAssembly.validate(bytes) && process.versions.node.startsWith('20.')) {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
  return WebAssembly.validate(bytes) ? ['relaxed-simd', 'simd'] : ['simd'];
}

/** Compiles one build; each call gives an instance with a memory of its own. */
export function loadKernels(build: KernelBuild): KernelModule {
  const module = new WebAssembly.Module(readFileSync(fileOf(build)));
  const { exports } = new WebAssembly.Instance(module, {});
  const { memory, heapBase } = exports;
  if (
    !hasFunctions(exports) ||
    !(memory instanceof WebAssembly.Memory) ||
    !(heapBase instanceof WebAssembly.Global)
  ) {
    throw new TypeError(
      `The kernels in ${fileOf(build).pathname} are not this version's: run npm run build:kernels.`,
    );
  }
  return { build, functions: exports, memory: new KernelMemory(memory, Number(heapBase.value)) };
}

function hasFunctions(
  exports: Readonly<Record<string, unknown>>,
): exports is typeof exports & KernelFunctions {
  return FUNCTIONS.every((name) => typeof exports[name] === 'function');
}

/** The same folder whether this file runs from src/ or from dist/. */
function fileOf(build: KernelBuild): URL {
  return new URL(`../../dist/kernels/training-${build}.wasm`, import.meta.url);
}
