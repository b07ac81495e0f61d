import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/core/signal/analyse.js';
import { estimateTuning } from '../../../src/core/signal/tuning.js';
import { readJson } from '../../support/readJson.js';
import { signal, sine } from './signals.js';

const Golden = Type.Object({
  sampleRate: Type.Number(),
  cases: Type.Array(Type.Object({ signal: Type.String(), samples: Type.Number(), tuning: Type.Number() })),
});
const golden = readJson(Golden, new URL('../../golden/features.json', import.meta.url));

function tuningOf(samples: Float32Array): number {
  const analysis = createAnalysis({ samples, sampleRate: 22050 }, { fftSize: 2048, hopLength: 512 });
  return estimateTuning(analysis, 12);
}

it.each(golden.cases)("is librosa's for $signal", (expected) => {
  expect(tuningOf(signal(expected.signal, expected.samples, golden.sampleRate))).toBeCloseTo(
    expected.tuning,
    6,
  );
});

describe('of tones', () => {
  it.each([-0.3, 0.05, 0.24, 0.42])('%d semitones off is that, to the parabola’s precision', (off) => {
    const tone = sine(880 * 2 ** (off / 12), 22050, 22050);
    expect(Math.abs(tuningOf(tone) - off)).toBeLessThan(0.03);
  });
});

it('of silence is 0', () => {
  expect(tuningOf(new Float32Array(5000))).toBe(0);
});
