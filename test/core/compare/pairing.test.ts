import { describe, expect, it } from 'vitest';
import { pairClips, type HeldOut } from '../../../src/core/compare/pairing.js';
import { caughtError } from '../../support/caughtError.js';

/** A run that held out clips `from` to `to`, every one calm, and is the surer of calm the later the clip. */
function heldOut(run: string, from: number, to: number, classes = ['calm', 'sad']): HeldOut {
  const lines = Array.from({ length: to - from }, (_, index) => {
    const calm = (from + index) / 1000;
    const probabilities = classes.map((name) => (name === 'calm' ? calm : 1 - calm));
    return { part: 'test', clip: `clip ${from + index}`, truth: 'calm', predicted: 'sad', probabilities };
  });
  return { run, classes, lines };
}

describe('pairClips', () => {
  it('brings rows and classes of the second run into the order of the first', () => {
    const second = heldOut('b', 0, 3, ['sad', 'calm']);
    const paired = pairClips(heldOut('a', 0, 3), { ...second, lines: second.lines.toReversed() });
    expect(paired.clips).toEqual(['clip 0', 'clip 1', 'clip 2']);
    expect(paired.second).toEqual(paired.first);
    expect([...paired.first.probabilities]).toEqual([0, 1, 0.001, 0.999, 0.002, 0.998]);
    expect([...paired.first.truth]).toEqual([0, 0, 0]);
  });

  it('takes what both held out where only a few clips differ', () => {
    expect(pairClips(heldOut('a', 0, 100), heldOut('b', 10, 100)).clips).toHaveLength(90);
    const error = caughtError(() => pairClips(heldOut('a', 0, 100), heldOut('b', 11, 100)));
    expect(error.code).toBe('COMPARE_CLIPS_DIFFER');
    expect(error.message).toBe("'a' held out 100 clips and 'b' 89; they share 89.");
    expect(error.hint).toContain('--shared');
  });

  it('takes any share of at least 20 clips where that is asked for', () => {
    const first = heldOut('a', 0, 100);
    expect(pairClips(first, heldOut('b', 80, 180), { anyShare: true }).clips).toHaveLength(20);
    const error = caughtError(() => pairClips(first, heldOut('b', 81, 180), { anyShare: true }));
    expect(error.code).toBe('COMPARE_TOO_FEW_SHARED');
    expect(error.message).toBe("'a' (100 held-out clips) and 'b' (99) share 19.");
  });

  it('refuses runs of other classes, and says which', () => {
    const error = caughtError(() =>
      pairClips(heldOut('a', 0, 9), heldOut('b', 0, 9, ['calm', 'angry', 'happy'])),
    );
    expect(error.code).toBe('COMPARE_CLASSES_DIFFER');
    expect(error.message).toBe("The classes differ: only 'a' knows sad, only 'b' knows angry and happy.");
  });

  it('refuses a clip that is labelled differently', () => {
    const second = heldOut('b', 0, 2);
    const lines = second.lines.map((line, row) => (row === 1 ? { ...line, truth: 'sad' } : line));
    const error = caughtError(() => pairClips(heldOut('a', 0, 2), { ...second, lines }));
    expect(error.code).toBe('COMPARE_TRUTH_DIFFERS');
    expect(error.message).toBe("The clip 'clip 1' is labelled calm in one run and sad in the other.");
  });
});
