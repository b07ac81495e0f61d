import { describe, expect, it } from 'vitest';
import { collectClips } from '../../../src/core/experiment/collect.js';
import waveform from '../../../src/plugins/audio/waveform/waveform.js';
import ravdess from '../../../src/plugins/datasets/ravdess/index.js';
import { pluginContext } from '../../support/pluginContext.js';
import { RAVDESS_ROOT } from '../../support/ravdess.js';

/** Actors 1 to 20: 1,200 clips of speech, and 834 of song (of actor 18 there is none, of actor 17 two clips are missing). */
describe.skipIf(RAVDESS_ROOT === null)('ravdess, the real recordings of actors 1 to 20', () => {
  const audio = waveform.create({}, pluginContext());
  const dataset = ravdess.create({ root: RAVDESS_ROOT ?? 'absent' }, pluginContext());
  const tally = (values: readonly string[]) =>
    Object.fromEntries(
      [...new Set(values)].map((value) => [value, values.filter((each) => each === value).length]),
    );

  it('has 2,034 clips, and as many of each class, channel and actor as were recorded', async () => {
    const { clips, defects } = await collectClips(dataset);
    expect(defects).toEqual([]);
    expect(clips).toHaveLength(2034);
    expect(tally(clips.map(({ label }) => label))).toEqual({
      neutral: 156,
      calm: 311,
      happy: 311,
      sad: 312,
      angry: 312,
      fearful: 312,
      disgust: 160,
      surprised: 160,
    });
    expect(tally(clips.map(({ columns }) => columns['channel']))).toEqual({ speech: 1200, song: 834 });
    expect(tally(clips.map(({ speaker }) => speaker))).toEqual({
      ...Object.fromEntries(
        Array.from({ length: 20 }, (_, index) => [`Actor_${String(index + 1).padStart(2, '0')}`, 104]),
      ),
      Actor_17: 102,
      Actor_18: 60,
    });
  });

  it('has five stereo clips', async () => {
    const { clips } = await collectClips(dataset);
    const stereo: string[] = [];
    for (const clip of clips) {
      // A FLAC file's stream information begins after 8 bytes; the channels, less one, are in bits 100 to 102 of it.
      const bytes = await dataset.read(clip);
      if (((bytes[20] >> 1) & 7) + 1 === 2) stereo.push(clip.id);
    }
    expect(stereo).toHaveLength(5);
  });

  it('hold one recording under two names', async () => {
    const { clips } = await collectClips(dataset);
    const load = async (id: string) => {
      const clip = clips.find((each) => each.id === id);
      if (clip === undefined) throw new Error(`no clip '${id}'`);
      return audio.load(await dataset.read(clip));
    };
    const first = await load('Actor_07/03-01-03-01-02-01-07');
    const second = await load('Actor_07/03-01-03-01-02-02-07');
    if (!first.usable || !second.usable) throw new Error('a clip does not decode');
    expect(second.fingerprint).toBe(first.fingerprint);
  });
});
