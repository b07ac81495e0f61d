import { describe, expect, it } from 'vitest';
import { PLUGIN_FAILED } from '../../../src/core/errors/plugins.js';
import { clipRow, rowColumns } from '../../../src/core/experiment/clipFeatures.js';
import { fakeInput, fakePath } from '../../support/featurePath.js';
import { rejection } from '../../support/rejection.js';
import { caughtError } from '../../support/caughtError.js';
import type { Feature } from '../../../src/core/registry/contracts.js';

/** Two columns: the frame's index, and its index times ten. */
const counting: Feature = {
  names: ['count', 'tens'],
  extract: ({ frameCount }) =>
    Float32Array.from({ length: 2 * frameCount }, (_, at) => (at >> 1) * (at % 2 ? 10 : 1)),
};
/** One column: the number of samples. */
const length: Feature = {
  names: ['length'],
  extract: ({ frameCount, waveform }) => new Float32Array(frameCount).fill(waveform.samples.length),
};

describe('clipRow', () => {
  // The front end of fakePath takes each byte for a sample; frames are 8 samples apart.
  const bytes = new Uint8Array(24).fill(1);

  it('puts the features side by side in the order of the config', async () => {
    const path = fakePath({ features: [counting, length] });
    expect(rowColumns(path.inputs[0])).toEqual(['count', 'tens', 'length']);
    expect(await clipRow(bytes, path)).toMatchObject({
      usable: true,
      inputs: [Float32Array.of(0, 0, 24, 1, 10, 24, 2, 20, 24, 3, 30, 24)],
    });
  });

  it('pools', async () => {
    const path = fakePath({
      features: [counting, length],
      pooling: {
        output: 'vector',
        names: (columns) => columns.map((name) => `${name}_last`),
        pool: ({ values, names }) => values.slice(-names.length),
      },
    });
    expect(rowColumns(path.inputs[0])).toEqual(['count_last', 'tens_last', 'length_last']);
    expect(await clipRow(bytes, path)).toMatchObject({ inputs: [Float32Array.of(3, 30, 24)] });
  });

  it('hands on why a clip cannot be used', async () => {
    const path = fakePath({ features: [length] });
    expect(await clipRow(new Uint8Array(24), path)).toEqual({
      usable: false,
      reason: 'silent',
      detail: 'all zero',
    });
  });

  it.each<[string, Feature, string]>([
    [
      'FEATURE_WRONG_SIZE',
      { names: ['a', 'b'], extract: () => new Float32Array(7) },
      "'broken' returned 7 numbers for 'S01/x'",
    ],
    [
      'FEATURE_NOT_FINITE',
      { names: ['a', 'b'], extract: () => Float32Array.of(1, 2, 3, NaN, 5, 6, 7, 8) },
      "'broken' returned NaN for 'S01/x', column 'b', frame 1",
    ],
  ])('throws %s, naming plugin and clip', async (code, broken, said) => {
    const path = fakePath({ features: [length, broken], featureNames: ['length', 'broken'] });
    const error = await rejection(clipRow(bytes, path, 'S01/x'));
    expect(error.code).toBe(code);
    expect(error.message).toContain(said);
  });

  it('checks what the pooling makes', async () => {
    const pooling = (values: Float32Array, output: 'vector' | 'sequence' = 'vector') =>
      fakePath({
        features: [counting],
        pooling: { output, names: (columns) => columns, pool: () => values },
      });
    for (const [code, path] of [
      ['FEATURE_WRONG_SIZE', pooling(Float32Array.of(1))],
      ['FEATURE_WRONG_SIZE', pooling(Float32Array.of(1, 2, 3), 'sequence')],
      ['FEATURE_WRONG_SIZE', pooling(Float32Array.of(), 'sequence')],
      ['FEATURE_NOT_FINITE', pooling(Float32Array.of(1, Infinity))],
    ] as const) {
      expect((await rejection(clipRow(bytes, path, 'S01/x'))).code).toBe(code);
    }
  });

  it("tells on which clip a plugin's own error happened", async () => {
    const extract = () => {
      throw PLUGIN_FAILED({ noun: 'feature', name: 'broken', call: 'extract()', reason: 'no' });
    };
    const path = fakePath({ features: [{ names: ['a'], extract }] });
    expect((await rejection(clipRow(bytes, path, 'S01/x'))).where).toEqual({ file: 'S01/x' });
  });

  it('refuses two columns of one name', () => {
    const error = caughtError(() =>
      rowColumns(fakeInput({ features: [length, length], featureNames: ['one', 'two'] })),
    );
    expect(error.code).toBe('FEATURE_COLUMN_TWICE');
    expect(error.message).toBe("The features 'one' and 'two' both make the column 'length'.");
  });
});
