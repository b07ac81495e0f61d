import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { chromaFilters } from '../../core/signal/chroma.js';
import { estimateTuning } from '../../core/signal/tuning.js';
import type { Spectrogram } from '../../core/signal/analysis.js';

/** Smallest normal 32-bit number: a frame whose loudest pitch class is quieter is left as it is. */
const TINY = 2 ** -126;

export default definePlugin({
  kind: 'feature',
  name: 'chroma',
  summary: 'Energy of the pitch classes, each frame divided by its loudest (librosa.feature.chroma_stft).',
  options: Type.Object(
    {
      bins: Type.Integer({
        default: 12,
        minimum: 2,
        maximum: 96,
        description: 'Pitch classes an octave; with 12, `chroma_1` is C and `chroma_10` is A.',
      }),
      tuning: Type.Union([Type.Number({ minimum: -0.5, maximum: 0.5 }), Type.Null()], {
        default: null,
        description: "Deviation from A440 in pitch classes; null: estimated from each clip's spectral peaks.",
      }),
    },
    { additionalProperties: false },
  ),
  create({ bins, tuning }) {
    return {
      names: Array.from({ length: bins }, (_, index) => `chroma_${index + 1}`),
      extract(analysis) {
        const power = analysis.power();
        const { sampleRate } = analysis.waveform;
        const estimated = tuning ?? estimateTuning(power, sampleRate, bins);
        return pitchClasses(power, chromaFilters(sampleRate, analysis.framing.fftSize, bins, estimated));
      },
    };
  },
});

function pitchClasses(power: Spectrogram, filters: readonly Float64Array[]): Float32Array {
  const values = new Float32Array(power.frames * filters.length);
  const energies = new Float64Array(filters.length);
  for (let frame = 0; frame < power.frames; frame++) {
    const offset = frame * power.bins;
    filters.forEach((filter, chroma) => {
      let sum = 0;
      for (let bin = 0; bin < power.bins; bin++) sum += filter[bin] * power.values[offset + bin];
      energies[chroma] = sum;
    });
    const loudest = Math.max(...energies);
    const scale = loudest < TINY ? 1 : loudest;
    for (let chroma = 0; chroma < filters.length; chroma++) {
      values[frame * filters.length + chroma] = energies[chroma] / scale;
    }
  }
  return values;
}
