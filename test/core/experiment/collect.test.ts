import { describe, expect, it } from 'vitest';
import { collectClips } from '../../../src/core/experiment/collect.js';
import { corpus } from '../../support/clips.js';
import { rejection } from '../../support/rejection.js';
import type { Clip } from '../../../src/core/experiment/clips.js';
import type { Dataset } from '../../../src/core/registry/contracts.js';

function listing(clips: readonly Clip[], classes = ['happy', 'sad']): Dataset {
  return {
    classes,
    columns: ['sex'],
    list: () =>
      Promise.resolve({ clips, defects: [{ clip: 'x', reason: 'unlabelled', detail: 'no label' }] }),
    read: () => Promise.resolve(new Uint8Array()),
  };
}

const clips = corpus({ happy: 2, sad: 1 }, 2);

describe('collectClips', () => {
  it('sorts the clips by id and passes the defects on', async () => {
    const { clips: sorted, defects } = await collectClips(listing([...clips].reverse()));
    expect(sorted).toEqual([...clips].sort((one, other) => (one.id < other.id ? -1 : 1)));
    expect(defects).toMatchObject([{ clip: 'x' }]);
  });

  it.each<[string, Dataset, string]>([
    ['DATA_TOO_FEW_CLASSES', listing(clips, ['happy']), "only the class 'happy'"],
    ['DATA_CLASS_WITHOUT_CLIPS', listing(clips, ['happy', 'sad', 'calm', 'angry']), "'calm' or 'angry'"],
    ['DATA_BAD_CLIP', listing([...clips, clips[0]]), 'twice'],
    ['DATA_BAD_CLIP', listing([...clips, { ...clips[0], id: 'y', label: 'bored' }]), "'bored'"],
    ['DATA_BAD_CLIP', listing([...clips, { ...clips[0], id: 'y', columns: {} }]), "'sex'"],
  ])('throws %s', async (code, dataset, said) => {
    const error = await rejection(collectClips(dataset));
    expect(error.code).toBe(code);
    expect(error.message).toContain(said);
  });
});
