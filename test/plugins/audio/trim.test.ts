import { describe, expect, it } from 'vitest';
import waveform from '../../../src/plugins/audio/waveform/waveform.js';
import { sine } from '../../core/signal/signals.js';
import { pluginContext } from '../../support/pluginContext.js';
import { wave } from './files.js';

const RATE = 16000;
const HOP = 160;
const FRAME = 400;

/** Half a second of silence with a hiss, 300 ms of a tone, 400 ms of hiss; heights of 32,768. */
function clip({ hiss = 3, tone = 10000 } = {}): number[] {
  const high = sine(440, 0.3 * RATE, RATE);
  return Array.from({ length: 1.2 * RATE }, (_, n) => {
    const inTone = n >= 0.5 * RATE && n < 0.8 * RATE;
    return Math.round(inTone ? tone * high[n - 0.5 * RATE] : hiss * (n % 2 === 0 ? 1 : -1)) + 0;
  });
}

async function loaded(
  codes: readonly number[],
  options: object,
): Promise<{ samples: number[]; seconds: number }> {
  const frontEnd = waveform.create({ sampleRate: RATE, ...options }, pluginContext());
  const recording = await frontEnd.load(wave({ channels: [codes], sampleRate: RATE }));
  if (!recording.usable) throw new Error(recording.detail);
  return { samples: [...recording.waveform.samples], seconds: recording.seconds };
}

/** The definition, frame by frame: from and to before which sample. */
function expectedEdges(codes: readonly number[], range: number, margin: number): [number, number] {
  const levels: number[] = [];
  for (let start = 0; start + FRAME <= codes.length; start += HOP) {
    const energy = codes.slice(start, start + FRAME).reduce((sum, code) => sum + code * code, 0);
    levels.push(10 * Math.log10(energy));
  }
  const loud = levels.flatMap((level, frame) => (level >= Math.max(...levels) - range ? [frame] : []));
  const end =
    loud[loud.length - 1] === levels.length - 1 ? codes.length : loud[loud.length - 1] * HOP + FRAME;
  return [Math.max(0, loud[0] * HOP - margin), Math.min(codes.length, end + margin)];
}

describe('trim', () => {
  const cases: [{ range?: number; margin?: number }, { hiss?: number }][] = [
    [{ range: 40, margin: 0.05 }, {}],
    [{ range: 40, margin: 0 }, {}],
    [{ range: 20, margin: 0.05 }, { hiss: 300 }],
    [{ range: 80, margin: 0.05 }, { hiss: 300 }],
    [{}, { hiss: 60 }],
    [{ range: 30, margin: 2 }, {}],
  ];

  it.each(cases)('of %j cuts %j where frames of 25 ms are too quiet', async (trim, made) => {
    const codes = clip(made);
    const { range = 40, margin = 0.05 } = trim;
    const [from, to] = expectedEdges(codes, range, margin * RATE);
    const { samples } = await loaded(codes, { trim });
    expect(samples).toEqual(codes.slice(from, to).map((code) => Math.fround(code / 32768)));
  });

  it('leaves about the tone and the margins', async () => {
    const { samples, seconds } = await loaded(clip(), { trim: {} });
    expect(samples.length / RATE).toBeGreaterThan(0.39);
    expect(samples.length / RATE).toBeLessThan(0.45);
    expect(seconds).toBeCloseTo(1.2, 6);
  });

  it('is off unless asked for', async () => {
    expect((await loaded(clip(), {})).samples).toHaveLength(1.2 * RATE);
  });

  it('comes before the crop', async () => {
    const { samples } = await loaded(clip(), { trim: {}, crop: { seconds: 0.2, from: 'start' } });
    expect(samples).toHaveLength(0.2 * RATE);
    expect(Math.max(...samples)).toBeGreaterThan(0.25);
  });

  it('leaves a clip shorter than two frames as it is, and one that is loud throughout', async () => {
    expect((await loaded(clip().slice(8000, 8500), { trim: {} })).samples).toHaveLength(500);
    expect((await loaded(clip().slice(8000, 12777), { trim: {} })).samples).toHaveLength(4777);
  });
});
