import { Type } from '@sinclair/typebox';
import { definePlugin } from '../../core/registry/plugin.js';
import { chromaFilters } from '../../core/signal/chroma.js';
import { framesOf } from '../../core/signal/frames.js';
import { estimateTuning } from '../../core/signal/tuning.js';
import { pitchClasses } from '../../kernels/spectra/spectral.js';

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
        const { sampleRate } = analysis.waveform;
        const estimated = tuning ?? estimateTuning(analysis, bins);
        const filters = chromaFilters(sampleRate, analysis.framing.fftSize, bins, estimated);
        return pitchClasses(framesOf(analysis), filters, bins);
      },
    };
  },
});
