import { describe, expect, it } from 'vitest';
import { heightAt, segmentsWithin } from '../../../src/tui/collection/polyline.js';

const LINE = [
  { x: 0, y: 0 },
  { x: 10, y: 20 },
  { x: 20, y: null },
  { x: 30, y: 5 },
];

describe('the pieces of a line within a range', () => {
  it('are cut at its ends', () => {
    expect(segmentsWithin(LINE, 4, 8)).toEqual([{ from: { x: 4, y: 8 }, to: { x: 8, y: 16 } }]);
  });

  it('leave gaps; a point without neighbours has no length', () => {
    expect(segmentsWithin(LINE, -100, 100)).toEqual([
      { from: { x: 0, y: 0 }, to: { x: 0, y: 0 } },
      { from: { x: 0, y: 0 }, to: { x: 10, y: 20 } },
      { from: { x: 30, y: 5 }, to: { x: 30, y: 5 } },
    ]);
  });

  it('are none outside it', () => {
    expect(segmentsWithin(LINE, 40, 50)).toEqual([]);
    expect(segmentsWithin([], 0, 1)).toEqual([]);
  });

  it('say how high the line is', () => {
    expect(heightAt(LINE, 5)).toBe(10);
    expect(heightAt(LINE, 10)).toBe(20);
    expect(heightAt(LINE, 15)).toBeNull();
    expect(heightAt(LINE, -1)).toBeNull();
  });
});
