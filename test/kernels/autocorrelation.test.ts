import { describe, expect, it } from 'vitest';
import { autocorrelations } from '../../src/kernels/spectra/autocorrelation.js';
import { logLevels } from '../../src/kernels/spectra/levels.js';
import { lcg } from '../core/signal/signals.js';

/** Of one frame, by the definition: the energy, then each lag's share over the window's own. */
function byDefinition(samples: Float32Array, centre: number, length: number, longest: number): number[] {
  const window = Array.from({ length }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length));
  const raw = window.map((_, n) => samples.at(centre - length / 2 + n) ?? 0);
  const inside = raw.map((value, n) => {
    const place = centre - length / 2 + n;
    return place >= 0 && place < samples.length ? value : 0;
  });
  const mean = inside.reduce((sum, value) => sum + value, 0) / length;
  const frame = inside.map((value, n) => (value - mean) * window[n]);
  const at = (of: readonly number[], lag: number): number =>
    of.slice(lag).reduce((sum, value, n) => sum + value * of[n], 0);
  const energy = at(frame, 0);
  return Array.from({ length: longest + 1 }, (_, lag) =>
    lag === 0 ? energy : at(frame, lag) / energy / (at(window, lag) / at(window, 0)),
  );
}

describe('autocorrelations', () => {
  const samples = Float32Array.from(lcg(2000, 5), (value, n) => 0.2 * value + 0.5 * Math.sin(n / 9));

  it.each([
    [64, 20, 50],
    [128, 60, 100],
    [512, 200, 256],
  ])('of frames of %d samples, to a lag of %d, every %d', (length, longest, hop) => {
    const { row, values } = autocorrelations(samples, hop, length, longest);
    const frames = 1 + Math.floor(samples.length / hop);
    expect(values).toHaveLength(frames * row);
    expect(row).toBeGreaterThan(longest);
    for (let frame = 0; frame < frames; frame++) {
      const expected = byDefinition(samples, frame * hop, length, longest);
      expected.forEach((value, lag) => {
        expect(Math.abs(values[frame * row + lag] - value), `frame ${frame}, lag ${lag}`).toBeLessThan(
          1e-4 * Math.max(1, Math.abs(value)),
        );
      });
    }
  });

  it('of silence are 0', () => {
    expect(new Set(autocorrelations(new Float32Array(500), 100, 64, 20).values)).toEqual(new Set([0]));
  });
});

describe('natural logarithms', () => {
  it.each([1e-6, 1, 3e-9])('of powers plus %d are right to the last bits of 32', (floor) => {
    const powers = Float32Array.from(lcg(103, 2), (value, n) => (n < 3 ? 0 : 10 ** (12 * value)));
    const found = logLevels(powers, floor);
    expect(found).toHaveLength(103);
    powers.forEach((power, index) => {
      const expected = Math.log(power + floor);
      expect(Math.abs(found[index] - expected)).toBeLessThanOrEqual(
        2 ** -23 * Math.max(1e-4, Math.abs(expected)),
      );
    });
  });
});
