import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { collectClips } from '../../../src/core/experiment/collect.js';
import { createAnalysis } from '../../../src/core/signal/analyse.js';
import { EMOTIONS } from '../../../src/plugins/datasets/synthetic/emotions.js';
import synthetic from '../../../src/plugins/datasets/synthetic/index.js';
import waveform from '../../../src/plugins/audio/waveform/waveform.js';
import { pluginContext } from '../../support/pluginContext.js';

const corpus = (options: object = {}) => synthetic.create(options, pluginContext());
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function hashes(options: object, backwards = false): Promise<Map<string, string>> {
  const dataset = corpus({ speakers: 1, repetitions: 1, ...options });
  const { clips } = await dataset.list();
  const found = new Map<string, string>();
  for (const clip of backwards ? [...clips].reverse() : clips)
    found.set(clip.id, hash(await dataset.read(clip)));
  return found;
}

describe('the synthetic corpus', () => {
  it('has every emotion by every speaker, and half as many neutral clips', async () => {
    const { clips, defects } = await collectClips(corpus({ speakers: 3, repetitions: 2 }));
    expect(defects).toEqual([]);
    for (const emotion of EMOTIONS) {
      const there = clips.filter(({ label }) => label === emotion);
      expect(there).toHaveLength(emotion === 'neutral' ? 12 : 24);
      expect(new Set(there.map(({ speaker }) => speaker)).size).toBe(3);
    }
    expect(clips[0]).toEqual({
      id: 'Voice_01/angry-normal-dogs-1',
      label: 'angry',
      speaker: 'Voice_01',
      columns: { sex: 'male', intensity: 'normal', statement: 'dogs', channel: 'speech', repetition: '1' },
    });
  });

  it('has as many neutral clips as others when balanced', async () => {
    const { clips } = await corpus({ speakers: 1, repetitions: 2, balanced: true }).list();
    expect(clips.filter(({ label }) => label === 'neutral')).toHaveLength(8);
    expect(clips).toHaveLength(64);
  });

  it('speaks each clip the same whatever was spoken before', async () => {
    const once = await hashes({});
    expect(await hashes({}, true)).toEqual(new Map([...once].reverse()));
    expect(new Set(once.values()).size).toBe(once.size);
  });

  it('speaks the same clip in a smaller and in a larger corpus, and another one with another seed', async () => {
    const small = await hashes({});
    const large = await hashes({ repetitions: 2 });
    const [[id, bytes]] = small;
    expect(large.get(id)).toBe(bytes);
    expect((await hashes({ seed: 2 })).get(id)).not.toBe(bytes);
  });

  it('refuses a clip of another corpus', async () => {
    const [clip] = (await corpus({ speakers: 2 }).list()).clips.slice(-1);
    await expect(corpus({ speakers: 1 }).read(clip)).rejects.toThrow('no such clip');
  });
});

/** What is measured on a clip: its length, its level in dB, its pitch in Hz and its power above 2 kHz in dB of all. */
interface Measured {
  readonly seconds: number;
  readonly level: number;
  readonly pitch: number;
  readonly highs: number;
}

describe('the voices', () => {
  const audio = waveform.create({ sampleRate: 16000 }, pluginContext());

  /** Means over the clips of an emotion, without the variation between clips. */
  async function measure(): Promise<ReadonlyMap<string, Measured>> {
    const dataset = corpus({ speakers: 2, repetitions: 1, variation: 0 });
    const { clips } = await dataset.list();
    const measured = new Map<string, Measured[]>();
    for (const clip of clips.filter(({ columns }) => columns['intensity'] === 'normal')) {
      const recording = await audio.load(await dataset.read(clip));
      if (!recording.usable) throw new Error(recording.detail);
      const { samples, sampleRate } = recording.waveform;
      const analysis = createAnalysis(recording.waveform, { fftSize: 1024, hopLength: 512 });
      const { values, frames, bins } = analysis.power();
      let [whole, high] = [0, 0];
      for (let index = 0; index < frames * bins; index++) {
        whole += values[index];
        if (index % bins >= 128) high += values[index];
      }
      measured.set(clip.label, [
        ...(measured.get(clip.label) ?? []),
        {
          seconds: recording.seconds,
          level: 10 * Math.log10(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length),
          pitch: medianPitch(samples, sampleRate),
          highs: 10 * Math.log10(high / whole),
        },
      ]);
    }
    return new Map([...measured].map(([label, all]) => [label, meanOf(all)]));
  }

  it('speak as the literature reports of the emotions', async () => {
    const measured = await measure();
    const by = (key: keyof Measured) =>
      [...measured].sort(([, one], [, other]) => one[key] - other[key]).map(([label]) => label);
    expect(by('level').slice(0, 2)).toEqual(['sad', 'calm']);
    expect(by('level').slice(-1)).toEqual(['angry']);
    expect(by('pitch').slice(-2).sort()).toEqual(['fearful', 'surprised']);
    expect(by('pitch').slice(0, 3).sort()).toEqual(['calm', 'disgust', 'sad']);
    expect(by('seconds').slice(0, 1)).toEqual(['fearful']);
    expect(by('seconds').slice(-2)).toEqual(['sad', 'disgust']);
    expect(by('highs').slice(-1)).toEqual(['angry']);
    expect(by('highs').slice(0, 3)).toContain('sad');
    const { seconds, pitch } = measured.get('neutral') ?? { seconds: 0, pitch: 0 };
    expect(seconds).toBeCloseTo(1.8, 0);
    expect(pitch).toBeGreaterThan(120);
    expect(pitch).toBeLessThan(190);
  });
});

function meanOf(all: readonly Measured[]): Measured {
  const mean = (key: keyof Measured) => all.reduce((sum, each) => sum + each[key], 0) / all.length;
  return { seconds: mean('seconds'), level: mean('level'), pitch: mean('pitch'), highs: mean('highs') };
}

/** The median over loud frames of the lag at which the normalised autocorrelation is highest, as a frequency. */
function medianPitch(samples: Float32Array, sampleRate: number): number {
  const window = 800;
  const pitches: number[] = [];
  for (let start = 0; start + 2 * window < samples.length; start += window) {
    const power = samples.subarray(start, start + window).reduce((sum, sample) => sum + sample * sample, 0);
    let [best, lag] = [0, 0];
    for (let shift = Math.round(sampleRate / 500); shift <= Math.round(sampleRate / 70); shift++) {
      let [product, shifted] = [0, 0];
      for (let index = start; index < start + window; index++) {
        product += samples[index] * samples[index + shift];
        shifted += samples[index + shift] ** 2;
      }
      const correlation = product / Math.sqrt(power * shifted);
      if (correlation > best + 0.02) [best, lag] = [correlation, shift];
    }
    if (best > 0.8) pitches.push(sampleRate / lag);
  }
  pitches.sort((one, other) => one - other);
  return pitches[Math.floor(pitches.length / 2)];
}
