import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../support/readJson.js';
import { signal } from '../../core/signal/signals.js';
import { analyse, feature } from './support.js';

const Golden = Type.Object({
  librosa: Type.String(),
  sampleRate: Type.Number(),
  cases: Type.Array(
    Type.Object({
      signal: Type.String(),
      samples: Type.Number(),
      features: Type.Array(
        Type.Object({
          use: Type.String(),
          options: Type.Record(Type.String(), Type.Number()),
          values: Type.Array(Type.Number()),
        }),
      ),
    }),
  ),
});
const golden = readJson(Golden, new URL('../../golden/features.json', import.meta.url));

/** Of a feature's largest absolute value in the signal. Measured: at most a tenth of it. */
const TOLERANCE = 1e-5;

describe.each(golden.cases)(`librosa ${golden.librosa} of $signal`, (expected) => {
  const analysis = analyse(signal(expected.signal, expected.samples, golden.sampleRate), golden.sampleRate);

  it.each(expected.features)('$use $options', ({ use, options, values }) => {
    const made = feature(use, options);
    const found = made.extract(analysis);
    expect(found).toHaveLength(values.length);
    expect(found).toHaveLength(analysis.frameCount * made.names.length);
    const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const difference = values.reduce(
      (most, value, index) => Math.max(most, Math.abs(value - found[index])),
      0,
    );
    expect(difference).toBeLessThanOrEqual(TOLERANCE * largest);
  });
});
