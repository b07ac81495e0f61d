import { existsSync, readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { Crew, helperFile } from './crew.js';
import { KernelMemory } from './memory.js';

/**
 * The builds of the kernels: products summed with one rounding (FMA, where the processor has it), or with two. The wide
 * one computes the same bytes as its neighbour, in larger tiles, for engines that join vectors to 256 bits.
 */
export type KernelBuild = 'relaxed-simd' | 'relaxed-simd-wide' | 'simd';

type Numbers = readonly number[];

/**
 * Functions of the compiled `assembly/training.ts`; pointers are byte offsets into `memory`. Those of `SharedFunction`
 * are called by way of `crew`, which adds the share.
 */
export interface KernelFunctions {
  multiply(...sizesPointersAndShare: Numbers): void;
  /** Bytes a share. */
  multiplyScratch(m: number, n: number, k: number, leftTransposed: number): number;
  lstmForward(...sizesPointersAndShare: Numbers): void;
  /** Bytes a share. */
  lstmForwardScratch(batch: number, inputs: number, units: number): number;
  lstmBackward(...sizesPointersAndShare: Numbers): void;
  /** Bytes a share. */
  lstmBackwardScratch(batch: number, inputs: number, units: number): number;
  gruForward(...sizesPointersAndShare: Numbers): void;
  /** Bytes a share. */
  gruForwardScratch(batch: number, inputs: number, units: number): number;
  gruBackward(...sizesPointersAndShare: Numbers): void;
  /** Bytes a share. */
  gruBackwardScratch(batch: number, inputs: number, units: number): number;
  panelProduct(...sizesPointersAndShare: Numbers): void;
  panelBytes(m: number, n: number, k: number): number;
  convolve(...sizesPointersAndShare: Numbers): void;
  convolutionInputGradient(...sizesPointersAndShare: Numbers): void;
  convolutionPanels(...sizesPointersAndShare: Numbers): void;
  /** Bytes a share. */
  convolutionScratch(places: number, patch: number, filters: number): number;
  adamStep(count: number, ...pointersAndNumbers: Numbers): void;
  moveTowards(count: number, values: number, others: number, share: number): void;
  sumRows(rows: number, columns: number, x: number, sums: number): void;
  maxPoolGradient(...sizesAndPointers: Numbers): void;
  sigmoidInPlace(values: number, count: number): void;
  tanhInPlace(values: number, count: number): void;
}

export interface KernelModule {
  readonly build: KernelBuild;
  readonly functions: KernelFunctions;
  readonly memory: KernelMemory;
  /** The threads that compute; one until it is told otherwise. */
  readonly crew: Crew;
}

const FUNCTIONS = [
  'multiply',
  'multiplyScratch',
  'lstmForward',
  'lstmForwardScratch',
  'lstmBackward',
  'lstmBackwardScratch',
  'gruForward',
  'gruForwardScratch',
  'gruBackward',
  'gruBackwardScratch',
  'panelProduct',
  'panelBytes',
  'convolve',
  'convolutionInputGradient',
  'convolutionPanels',
  'convolutionScratch',
  'adamStep',
  'moveTowards',
  'sumRows',
  'maxPoolGradient',
  'sigmoidInPlace',
  'tanhInPlace',
] as const satisfies readonly (keyof KernelFunctions)[];

/** Whether `npm run build` has made what is used here. */
export function kernelsAreBuilt(): boolean {
  const builds = ['relaxed-simd', 'relaxed-simd-wide', 'simd'] as const;
  return [...builds.map(fileOf), helperFile()].every((file) => existsSync(file));
}

/** The builds that this Node can run; the first is what the others are held against. */
export function runnableBuilds(): readonly [KernelBuild, ...KernelBuild[]] {
  const bytes = readFileSync(fileOf('relaxed-simd'));
  // Node 20 has relaxed SIMD behind a flag, which is read each time a module is compiled; later ones have it on.
  if (!WebAssembly.validate(bytes) && process.versions.node.startsWith('20.')) {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
  return WebAssembly.validate(bytes) ? ['relaxed-simd', 'relaxed-simd-wide', 'simd'] : ['simd'];
}

/** Compiles one build; each call gives an instance with a memory of its own. */
export function loadKernels(build: KernelBuild): KernelModule {
  const module = compile(readFileSync(fileOf(build)), build === 'relaxed-simd-wide' && canWiden());
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const { heapBase } = exports;
  if (!hasFunctions(exports) || !(heapBase instanceof WebAssembly.Global)) {
    throw new TypeError(
      `The kernels in ${fileOf(build).pathname} are not this version's: run npm run build:kernels.`,
    );
  }
  return {
    build,
    functions: exports,
    memory: new KernelMemory(memory, Number(heapBase.value)),
    crew: new Crew(module, memory, exports),
  };
}

/**
 * Compiles at once and for speed, where V8 would start with quick code and improve it meanwhile; `widened`: with its
 * joining of two 128-bit vectors to one of 256 bits. V8 reads the flags as it compiles; they are put back, so that
 * nothing else is compiled so.
 */
function compile(bytes: Uint8Array, widened: boolean): object {
  const flags = [
    'no-liftoff',
    'no-wasm-lazy-compilation',
    ...(widened ? ['experimental-wasm-revectorize'] : []),
  ];
  for (const flag of flags) setFlagsFromString(`--${flag}`);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    for (const flag of flags) {
      setFlagsFromString(flag.startsWith('no-') ? `--${flag.slice('no-'.length)}` : `--no-${flag}`);
    }
  }
}

/** Whether V8 joins vectors in loops: from Node 24 on. */
export function canWiden(): boolean {
  return Number.parseInt(process.versions.v8) >= 13;
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
