import { describe, expect, it } from 'vitest';
import { splitClips } from '../../../src/core/experiment/split.js';
import { caughtError } from '../../support/caughtError.js';
import { corpus } from '../../support/clips.js';
import type { Part } from '../../../src/core/experiment/clips.js';
import type { RunEvent } from '../../../src/core/events.js';
import type { Split } from '../../../src/core/registry/contracts.js';

const classes = ['happy', 'sad'];
const clips = corpus({ happy: 1, sad: 1 }, 4);

/** Both clips of each speaker go to these parts. */
function bySpeaker(...parts: (Part | null)[]): Split {
  return { needs: ['speaker'], assign: () => parts.flatMap((part) => [part, part]) };
}

function split(plugin: Split) {
  const events: RunEvent[] = [];
  const result = splitClips(plugin, clips, classes, (event) => events.push(event));
  return {
    ...result,
    warnings: events.flatMap((event) => (event.type === 'warning' ? [event.message] : [])),
  };
}

describe('splitClips', () => {
  it('claims new speakers where the test part has voices of its own', () => {
    expect(split(bySpeaker('train', 'train', 'validation', 'test'))).toMatchObject({
      claims: 'new speakers',
      leftOut: 0,
      warnings: [],
    });
  });

  it('warns where a speaker stands on both sides, also by way of validation', () => {
    const parts: Part[] = [
      'train',
      'train',
      'validation',
      'validation',
      'test',
      'test',
      'validation',
      'test',
    ];
    const inTrain: Part[] = ['train', 'train', 'validation', 'validation', 'test', 'test', 'train', 'test'];
    for (const assigned of [parts, inTrain]) {
      const { claims, warnings } = split({ needs: [], assign: () => assigned });
      expect(claims).toBe('same speakers');
      expect(warnings).toEqual([expect.stringContaining('1 of the 2 speakers')]);
    }
  });

  it('counts the clips that are left out', () => {
    const { leftOut, warnings } = split(bySpeaker('train', 'validation', 'test', null));
    expect(leftOut).toBe(2);
    expect(warnings).toEqual([expect.stringContaining('leaves out 2 of 8 clips')]);
  });

  it.each<[string, Split, string]>([
    ['SPLIT_PART_EMPTY', bySpeaker('train', 'train', 'test', 'test'), "'validation' empty"],
    [
      'SPLIT_CLASS_MISSING',
      {
        needs: [],
        assign: () => ['train', 'train', 'validation', 'validation', 'test', 'train', 'train', 'train'],
      },
      "'test' (1 clip) has no clip of 'sad'",
    ],
    ['SPLIT_RESULT_INVALID', bySpeaker('train'), '2 parts for 8 clips'],
    ['SPLIT_COLUMN_UNKNOWN', { needs: ['accent'], assign: () => [] }, "'accent'"],
  ])('throws %s', (code, plugin, said) => {
    const error = caughtError(() => split(plugin));
    expect(error.code).toBe(code);
    expect(error.message).toContain(said);
  });
});
