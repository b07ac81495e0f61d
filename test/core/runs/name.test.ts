import { describe, expect, it } from 'vitest';
import { parseRunName, runName } from '../../../src/core/runs/name.js';
import { experiment } from './example.js';

const started = new Date('2026-11-22T16:30:00.123Z');

describe('runName', () => {
  it('is the time, the name without what paths refuse, and a hash', () => {
    expect(runName(experiment, started)).toMatch(/^20261122T163000Z-a-test-öffnen-schließen-[0-9a-f]{8}$/);
  });

  it('has the hash of the experiment and its seed, not of the time', () => {
    const hashes = [
      runName(experiment, started),
      runName(experiment, new Date(0)),
      runName({ ...experiment, seed: 8 }, started),
    ].map((name) => parseRunName(name)?.hash);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it.each(['../../etc', '...', '', '.hidden', '-rf', 'x'.repeat(500)])('is safe for the name %j', (name) => {
    const parsed = parseRunName(runName({ ...experiment, name }, started));
    expect(parsed?.experiment).toMatch(/^[^./\\-][^/\\]{0,59}$/);
  });
});

describe('parseRunName', () => {
  it('takes names apart, also those with a count', () => {
    expect(parseRunName('20261122T163000Z-a-b-0123abcd.2')).toEqual({
      time: '20261122T163000Z',
      experiment: 'a-b',
      hash: '0123abcd',
    });
  });

  it.each(['.beginning-x', '2026-a-0123abcd', '20261122T163000Z-a-xyz'])('refuses %j', (name) => {
    expect(parseRunName(name)).toBeNull();
  });
});
