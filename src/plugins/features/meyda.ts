import { createRequire } from 'node:module';
import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import type MeydaModule from 'meyda';
import type { Analysis } from '../../core/signal/analysis.js';

type Meyda = (typeof MeydaModule)['default'];

/** How many numbers each extractor gives of one frame; those that need two frames or give a spectrum are not here. */
const WIDTHS = {
  rms: 1,
  energy: 1,
  zcr: 1,
  spectralSlope: 1,
  spectralCentroid: 1,
  spectralRolloff: 1,
  spectralFlatness: 1,
  spectralSpread: 1,
  spectralSkewness: 1,
  spectralKurtosis: 1,
  spectralCrest: 1,
  perceptualSpread: 1,
  perceptualSharpness: 1,
  loudness: 24,
  mfcc: 13,
  chroma: 12,
  melBands: 26,
} as const;

type Extractor = keyof typeof WIDTHS;

const EXTRACTORS = [
  'rms',
  'energy',
  'zcr',
  'spectralSlope',
  'spectralCentroid',
  'spectralRolloff',
  'spectralFlatness',
  'spectralSpread',
  'spectralSkewness',
  'spectralKurtosis',
  'spectralCrest',
  'perceptualSpread',
  'perceptualSharpness',
  'loudness',
  'mfcc',
  'chroma',
  'melBands',
] as const satisfies readonly Extractor[];

const WINDOWS = ['hanning', 'hamming', 'blackman', 'sine', 'rect'] as const;

export default definePlugin({
  kind: 'feature',
  name: 'meyda',
  summary:
    "The Meyda library's extractors of one frame, over the same frames as the other features; where Meyda has no " +
    'answer for a frame (it divides by zero in digital silence) the number is 0.',
  options: Type.Object(
    {
      extractors: Type.Array(Type.Union(EXTRACTORS.map((extractor) => Type.Literal(extractor))), {
        default: ['spectralCentroid', 'spectralRolloff', 'spectralFlatness', 'spectralSpread'],
        minItems: 1,
        uniqueItems: true,
        description: "Meyda's names. Frequencies are in bins of the spectrum, except spectralRolloff, in Hz.",
      }),
      window: Type.Union(
        WINDOWS.map((window) => Type.Literal(window)),
        { default: 'hanning', description: 'Window that a frame is multiplied by first, by Meyda’s name.' },
      ),
    },
    { additionalProperties: false },
  ),
  create({ extractors, window }) {
    const names = extractors.flatMap(columnNames);
    return {
      names,
      extract(analysis) {
        const meyda = meydaFor(analysis, window);
        const values = new Float32Array(analysis.frameCount * names.length);
        let place = 0;
        for (const frame of centredFrames(analysis)) {
          const found = meyda.extract(extractors, frame);
          for (const extractor of extractors) {
            for (const value of numbers(valueOf(found, extractor), WIDTHS[extractor]))
              values[place++] = value;
          }
        }
        return values;
      },
    };
  },
});

function columnNames(extractor: Extractor): string[] {
  const width = WIDTHS[extractor];
  if (width === 1) return [`meyda_${extractor}`];
  return Array.from({ length: width }, (_, index) => `meyda_${extractor}_${index + 1}`);
}

/**
 * A copy of the library with settings of its own. Meyda keeps its settings and its filter banks on one shared object
 * and does not renew the banks when the sample rate changes.
 */
function meydaFor({ waveform, framing }: Analysis, window: string): Meyda {
  return {
    ...library(),
    bufferSize: framing.fftSize,
    sampleRate: waveform.sampleRate,
    windowingFunction: window,
  };
}

let loaded: Meyda | undefined;

/** Loaded when it is first used. Its types describe an ES module, what Node loads is the object itself. */
function library(): Meyda {
  if (loaded) return loaded;
  const found: unknown = createRequire(import.meta.url)('meyda');
  if (!isMeyda(found)) throw new TypeError('The package meyda does not export its extractors.');
  loaded = found;
  return loaded;
}

function isMeyda(found: unknown): found is Meyda {
  return typeof found === 'object' && found !== null && 'extract' in found && 'windowing' in found;
}

function* centredFrames({ waveform, framing, frameCount }: Analysis): Generator<Float32Array> {
  const { fftSize, hopLength } = framing;
  const padded = new Float32Array(waveform.samples.length + fftSize);
  padded.set(waveform.samples, fftSize / 2);
  for (let frame = 0; frame < frameCount; frame++) {
    yield padded.subarray(frame * hopLength, frame * hopLength + fftSize);
  }
}

/** Meyda's types leave out some of its extractors, so its answer is read as any object. */
function valueOf(found: object | null, extractor: string): unknown {
  return Object.entries(found ?? {}).find(([name]) => name === extractor)?.[1];
}

/** What an extractor gave, as a list of fixed length. */
function numbers(found: unknown, width: number): number[] {
  const list = typeof found === 'number' ? [found] : listOf(found);
  return Array.from({ length: width }, (_, index) => {
    const value = list[index];
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  });
}

function listOf(found: unknown): readonly unknown[] {
  if (Array.isArray(found)) return found;
  if (found instanceof Float32Array) return Array.from(found);
  const isLoudness = typeof found === 'object' && found !== null && 'specific' in found;
  return isLoudness ? listOf(found.specific) : [];
}
