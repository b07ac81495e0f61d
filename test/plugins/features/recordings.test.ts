import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Type } from '@sinclair/typebox';
import { describe, expect, it } from 'vitest';
import { clipRow } from '../../../src/core/experiment/clipFeatures.js';
import waveform from '../../../src/plugins/audio/waveform/waveform.js';
import mean from '../../../src/plugins/pooling/mean.js';
import { pluginContext } from '../../support/pluginContext.js';
import { RAVDESS_ROOT } from '../../support/ravdess.js';
import { readJson } from '../../support/readJson.js';
import { feature } from './support.js';

const Golden = Type.Object({
  librosa: Type.String(),
  clips: Type.Array(
    Type.Object({
      file: Type.String(),
      digitalSilence: Type.Boolean(),
      means: Type.Record(Type.String(), Type.Array(Type.Number())),
    }),
  ),
});
const golden = readJson(Golden, new URL('../../golden/features-ravdess.json', import.meta.url));

/** Of the largest of a feature's means. */
const TOLERANCE = 1e-2;

const audio = waveform.create({ crop: { seconds: 3, from: 'middle' } }, pluginContext());
const pooling = mean.create({}, pluginContext());
const framing = { fftSize: 2048, hopLength: 512 };

describe.skipIf(RAVDESS_ROOT === null)(`librosa ${golden.librosa} from the 48 kHz recordings`, () => {
  it.each(golden.clips)('$file', async ({ file, digitalSilence, means }) => {
    const bytes = readFileSync(path.join(RAVDESS_ROOT ?? '', file));
    for (const [name, expected] of Object.entries(means)) {
      // Chroma divides each frame by its loudest pitch class: of digital silence it shows the resampler's rounding.
      if (name === 'chroma' && digitalSilence) continue;
      const row = await clipRow(bytes, {
        audio,
        inputs: [{ name, framing, features: [feature(name)], pooling }],
      });
      if (!row.usable) throw new Error(row.detail);
      const largest = Math.max(...expected.map(Math.abs));
      const difference = Math.max(...expected.map((value, index) => Math.abs(value - row.inputs[0][index])));
      expect(difference, name).toBeLessThanOrEqual(TOLERANCE * largest);
    }
  });
});
