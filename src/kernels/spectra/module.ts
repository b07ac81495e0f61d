import { Arena } from './arena.js';
import { featureKernelBytes } from './bytes.js';

/** Functions of the compiled `assembly/features.ts`; pointers are byte offsets into the memory. */
interface FeatureFunctions {
  cosine(angle: number): number;
  sine(angle: number): number;
  planBytes(size: number, width: number): number;
  makePlan32(size: number, plan: number): void;
  makePlan64(size: number, plan: number): void;
  makeWindow(size: number, window: number): void;
  makeSplit(size: number, split: number): void;
  spectrogram(...sizesAndPointers: readonly number[]): void;
  bandPowers(...sizesAndPointers: readonly number[]): void;
  pitchClasses(...sizesAndPointers: readonly number[]): void;
  extremes(...sizesAndPointers: readonly number[]): void;
  spectralPeaks(...sizesAndPointers: readonly number[]): number;
  medianHeight(heights: number, count: number): number;
  deviations(frequencies: number, count: number, binsPerOctave: number): void;
  rootMeanSquares(...sizesAndPointers: readonly number[]): void;
  zeroCrossings(...sizesAndPointers: readonly number[]): void;
  resampleBlocks(...sizesAndPointers: readonly number[]): void;
  scaleCodes(codes: number, count: number, out: number): void;
  highestBits(samples: number, count: number): number;
  decibels(values: number, count: number): number;
  raise(values: number, count: number, floor: number): void;
  naturalLogs(values: number, count: number, offset: number): void;
  autocorrelations(...sizesAndPointers: readonly number[]): void;
  cosineTransform(...sizesAndPointers: readonly number[]): void;
}

export interface FeatureKernels {
  readonly functions: FeatureFunctions;
  readonly arena: Arena;
}

const FUNCTIONS = [
  'cosine',
  'sine',
  'planBytes',
  'makePlan32',
  'makePlan64',
  'makeWindow',
  'makeSplit',
  'spectrogram',
  'bandPowers',
  'pitchClasses',
  'extremes',
  'spectralPeaks',
  'medianHeight',
  'deviations',
  'rootMeanSquares',
  'zeroCrossings',
  'resampleBlocks',
  'scaleCodes',
  'highestBits',
  'decibels',
  'raise',
  'naturalLogs',
  'autocorrelations',
  'cosineTransform',
] as const satisfies readonly (keyof FeatureFunctions)[];

let loaded: FeatureKernels | undefined;

/** The kernels of features and resampling, one instance a thread, compiled when they are first needed. */
export function featureKernels(): FeatureKernels {
  loaded ??= instantiate(featureKernelBytes());
  return loaded;
}

/** Cosine of an angle, the same to the last bit in every JavaScript engine, which Math.cos need not be. */
export function cosine(angle: number): number {
  return featureKernels().functions.cosine(angle);
}

/** Sine of an angle, likewise. */
export function sine(angle: number): number {
  return featureKernels().functions.sine(angle);
}

function instantiate(bytes: Uint8Array): FeatureKernels {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {});
  const { memory, heapBase } = exports;
  if (
    !hasFunctions(exports) ||
    !(memory instanceof WebAssembly.Memory) ||
    !(heapBase instanceof WebAssembly.Global)
  ) {
    throw new TypeError("The feature kernels are not this version's: run npm run build:kernels.");
  }
  return { functions: exports, arena: new Arena(memory, Number(heapBase.value)) };
}

function hasFunctions(
  exports: Readonly<Record<string, unknown>>,
): exports is typeof exports & FeatureFunctions {
  return FUNCTIONS.every((name) => typeof exports[name] === 'function');
}
