import { describe, expect, it } from 'vitest';
import type { Clip } from '../../../src/core/experiment/clips.js';
import { formatPredictions, parsePredictions } from '../../../src/core/runs/documents/predictions.js';
import { formatSplit, parseSplit } from '../../../src/core/runs/documents/split.js';

const clip = (id: string, label: string, columns: Record<string, string>): Clip => ({
  id,
  label,
  speaker: '01',
  columns,
});

describe('split.csv', () => {
  it('is sorted by id, has the dataset’s columns, and is read back', () => {
    const clips = [
      clip('b, c', 'sad', { sex: 'male' }),
      clip('B', 'happy', {}),
      clip('a', 'sad', { sex: 'x' }),
    ];
    const text = formatSplit(clips, ['train', null, 'test'], ['sex']);
    expect(text).toBe(
      'clip,part,label,speaker,sex\nB,,happy,01,\na,test,sad,01,x\n"b, c",train,sad,01,male\n',
    );
    expect(parseSplit(text)?.map(({ clip: id, part, columns }) => [id, part, columns.sex])).toEqual([
      ['B', null, ''],
      ['a', 'test', 'x'],
      ['b, c', 'train', 'male'],
    ]);
  });
});

describe('predictions.csv', () => {
  it('has a line a clip, sorted by part and id, and is read back to the bit', () => {
    const third = 1 / 3;
    const text = formatPredictions(
      [
        {
          part: 'test',
          clips: ['y', 'x'],
          predictions: {
            classes: ['calm', 'sad'],
            truth: Int32Array.of(0, 1),
            probabilities: Float64Array.of(third, 1 - third, 0.5, 0.5),
          },
        },
      ],
      ['calm', 'sad'],
    );
    expect(text).toBe(
      `part,clip,truth,predicted,p_calm,p_sad\ntest,x,sad,calm,0.5,0.5\ntest,y,calm,sad,${third},${1 - third}\n`,
    );
    expect(parsePredictions(text)).toEqual({
      classes: ['calm', 'sad'],
      lines: [
        { part: 'test', clip: 'x', truth: 'sad', predicted: 'calm', probabilities: [0.5, 0.5] },
        { part: 'test', clip: 'y', truth: 'calm', predicted: 'sad', probabilities: [third, 1 - third] },
      ],
    });
  });
});
