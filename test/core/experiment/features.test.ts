import { describe, expect, it } from 'vitest';
import { extractFeatures, type FeatureJob } from '../../../src/core/experiment/features.js';
import { corpus } from '../../support/clips.js';
import { fakePath } from '../../support/featurePath.js';
import { rejection } from '../../support/rejection.js';
import type { Clip, Part } from '../../../src/core/experiment/clips.js';
import type { RunEvent } from '../../../src/core/events.js';
import type { Dataset, Feature } from '../../../src/core/registry/contracts.js';

const classes = ['happy', 'sad'];
/** Three speakers, so one a part. */
const clips = corpus({ happy: 2, sad: 2 }, 3);
const parts = clips.map(({ speaker }): Part =>
  speaker === 'S01' ? 'train' : speaker === 'S02' ? 'validation' : 'test',
);

/** Columns: the sample at the frame's centre, and 1. */
const probe: Feature = {
  names: ['sample', 'one'],
  extract: ({ frameCount, waveform: { samples } }) =>
    Float32Array.from({ length: 2 * frameCount }, (_, at) =>
      at % 2 === 0 ? 256 * (samples[4 * at] ?? 0) : 1,
    ),
};

/** Clip number i has 8 + 8 i bytes of i + 1, unless `bytes` has other ones for its id. */
function dataset(bytes: Readonly<Record<string, Uint8Array | Error>> = {}): Dataset {
  return {
    classes,
    columns: [],
    list: () => Promise.resolve({ clips, defects: [] }),
    read(clip) {
      const index = clips.findIndex(({ id }) => id === clip.id);
      const own = bytes[clip.id] ?? new Uint8Array(8 + 8 * index).fill(index + 1);
      return own instanceof Error ? Promise.reject(own) : Promise.resolve(own);
    },
  };
}

async function extract(changes: Partial<FeatureJob> = {}) {
  const events: RunEvent[] = [];
  const made = await extractFeatures({
    dataset: dataset(),
    path: fakePath({ features: [probe] }),
    clips,
    parts,
    defects: [],
    policy: 'stop',
    emit: (event) => events.push(event),
    ...changes,
  });
  return { ...made, events };
}

const systemError = Object.assign(new Error('EACCES: permission denied, open'), {
  code: 'EACCES',
  syscall: 'open',
});
const bad = {
  'S01/happy-01': Uint8Array.of(255, 1),
  'S02/sad-00': new Uint8Array(16),
  'S03/sad-01': new Uint8Array(8).fill(1),
  'S03/happy-00': systemError,
};

describe('extractFeatures', () => {
  it('pads sequences to the longest and keeps their lengths', async () => {
    const { inputs, labels, ids, events } = await extract({ parts: clips.map(() => 'train') });
    expect(events.filter(({ type }) => type === 'warning')).toEqual([]);
    const [{ table }] = inputs;
    expect(table.shape).toEqual([12, 13, 2]);
    expect([...(table.lengths ?? [])]).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect([...table.values.subarray(26, 26 + 10)]).toEqual([2, 1, 2, 1, 0, 1, 0, 0, 0, 0]);
    expect([...labels]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]);
    expect(ids).toEqual(clips.map(({ id }) => id));
  });

  it('has the steps of the longest clip of training and validation, and cuts longer held-out ones', async () => {
    const { inputs, events } = await extract();
    const [{ table }] = inputs;
    expect(table.shape).toEqual([12, 9, 2]);
    expect([...(table.lengths ?? [])]).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9]);
    // The last clip has samples of 12, and one of each frame's two columns is 1.
    expect([...table.values.subarray(11 * 18)]).toEqual(Array(9).fill([12, 1]).flat());
    expect(events.flatMap((event) => (event.type === 'warning' ? [event.message] : []))).toEqual([
      "4 held-out clips are longer than all recordings of training and validation (input 'features'): the first 9 steps count.",
    ]);
  });

  it('makes one row a clip where the pooling makes vectors', async () => {
    const pooling = {
      output: 'vector' as const,
      names: (columns: readonly string[]) => columns,
      pool: ({ values }: { values: Float32Array }) => values.slice(0, 2),
    };
    const { inputs } = await extract({ path: fakePath({ features: [probe], pooling }) });
    const [{ table }] = inputs;
    expect(table.shape).toEqual([12, 2]);
    expect(table.lengths).toBeUndefined();
    expect([...table.values.subarray(0, 6)]).toEqual([1, 1, 2, 1, 3, 1]);
  });

  it('does not read clips that are in no part', async () => {
    const { ids } = await extract({
      dataset: dataset({ 'S01/happy-00': new Error('it was read') }),
      parts: parts.map((part, index) => (index === 0 ? null : part)),
    });
    expect(ids).toEqual(clips.slice(1).map(({ id }) => id));
  });

  it('tells how far it is, from nothing to all', async () => {
    const { events } = await extract();
    const progress = events.flatMap((event) => (event.type === 'stage-progress' ? [event] : []));
    expect(progress[0]).toEqual({
      type: 'stage-progress',
      stage: 'features',
      done: 0,
      total: 12,
      unit: 'clips',
    });
    expect(progress.at(-1)).toMatchObject({ done: 12, total: 12 });
  });

  it('lets the event loop turn between clips, and stops when it is told to', async () => {
    const controller = new AbortController();
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
      if (turns === 2) controller.abort();
    }, 0);
    const many = Array.from({ length: 5000 }, (_, index): Clip => ({
      ...clips[0],
      id: `S01/happy-${index}`,
    }));
    const slow = { ...dataset(), read: () => Promise.resolve(new Uint8Array(4000).fill(3)) };
    const run = extract({
      clips: many,
      parts: many.map(() => 'train' as const),
      dataset: slow,
      signal: controller.signal,
    });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    clearInterval(timer);
  });
});

describe('unusable clips', () => {
  const unlabelled = { clip: 'x', reason: 'unlabelled' as const, detail: 'no label', path: 'data/x.wav' };

  it('stop the run with all of them at once, under the policy stop', async () => {
    const error = await rejection(extract({ dataset: dataset(bad), defects: [unlabelled] }));
    expect(error.code).toBe('DATA_CLIPS_UNUSABLE');
    expect(error.message.split('\n')).toEqual([
      '5 clips cannot be used (1 unlabelled, 1 undecodable, 1 silent, 1 unreadable, 1 duplicate); 8 can:',
      '  data/x.wav: unlabelled: no label',
      '  S01/happy-01: undecodable: no audio',
      '  S02/sad-00: silent: all zero',
      '  S03/happy-00: unreadable: EACCES: permission denied, open',
      "  S03/sad-01: duplicate: the same audio as 'S01/happy-00', labelled 'happy' there and 'sad' here; " +
        "that one is in the part 'train' and this one in 'test', so the parts are not independent",
    ]);
    expect(error.hint).toContain('badClips: skip');
  });

  it('names the first twenty and counts the others', async () => {
    const defects = Array.from({ length: 30 }, (_, index) => ({ ...unlabelled, path: `data/${index}.wav` }));
    const lines = (await rejection(extract({ defects }))).message.split('\n');
    expect(lines).toHaveLength(22);
    expect(lines.at(-1)).toContain('10 more');
  });

  it('are skipped aloud under the policy skip, and rows, labels and parts stay together', async () => {
    const made = await extract({ dataset: dataset(bad), policy: 'skip' });
    const skipped = made.events.flatMap((event) => (event.type === 'clip-skipped' ? [event.clip] : []));
    expect(skipped).toEqual(['S01/happy-01', 'S02/sad-00', 'S03/happy-00', 'S03/sad-01']);
    expect(made.events).toContainEqual({
      type: 'warning',
      stage: 'features',
      message: 'Skipped 4 of 12 clips: 1 undecodable, 1 silent, 1 unreadable, 1 duplicate.',
    });
    const kept = clips
      .map((clip, index) => ({ clip, part: parts[index] }))
      .filter(({ clip }) => !skipped.includes(clip.id));
    expect(made.clips).toEqual(kept.map(({ clip }) => clip));
    expect(made.parts).toEqual(kept.map(({ part }) => part));
    expect(made.inputs[0].table.shape[0]).toBe(8);
    expect([...made.labels]).toEqual(kept.map(({ clip }) => classes.indexOf(clip.label)));
  });

  it('must leave each class in each part', async () => {
    const silent = { 'S03/sad-00': new Uint8Array(8), 'S03/sad-01': new Uint8Array(8) };
    const error = await rejection(extract({ dataset: dataset(silent), policy: 'skip' }));
    expect(error.code).toBe('SPLIT_CLASS_MISSING');
  });

  it('must leave some clip', async () => {
    const silent = { ...dataset(), read: () => Promise.resolve(new Uint8Array(8)) };
    const error = await rejection(extract({ dataset: silent, policy: 'skip' }));
    expect(error.code).toBe('DATA_NO_USABLE_CLIP');
    expect(error.message).toContain('12 silent');
  });

  it('does not take a fault of the dataset plugin for a bad clip', async () => {
    const faulty = dataset({ 'S01/happy-01': new TypeError('undefined is not a function') });
    const error = await rejection(extract({ dataset: faulty, policy: 'skip' }));
    expect([error.code, error.exit]).toEqual(['FEATURE_CRASHED', 3]);
    expect(error.message).toBe("The work on the clip 'S01/happy-01' failed: undefined is not a function");
  });
});

describe('dataHash', () => {
  it('depends on ids, labels and bytes, and not on the order of the clips', async () => {
    const { dataHash } = await extract();
    const backwards = await extract({ clips: [...clips].reverse(), parts: [...parts].reverse() });
    expect(backwards.dataHash).toBe(dataHash);
    const otherBytes = await extract({ dataset: dataset({ 'S01/sad-00': new Uint8Array(16).fill(99) }) });
    expect(otherBytes.dataHash).not.toBe(dataHash);
    const relabelled = clips.map((clip, index) => (index === 0 ? { ...clip, label: 'sad' } : clip));
    expect((await extract({ clips: relabelled })).dataHash).not.toBe(dataHash);
    expect(dataHash).toMatch(/^[0-9a-f]{64}$/);
  });
});
