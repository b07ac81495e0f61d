import { describe, expect, it } from 'vitest';
import { RowTeam } from '../../../src/core/experiment/rowTeam.js';
import type { RowWorkersOffer } from '../../../src/core/experiment/rowWorkers.js';

/** Workers that say how many of them were started. */
function offerOf(threads: number): { offer: RowWorkersOffer; started: number[] } {
  const started: number[] = [];
  const offer: RowWorkersOffer = {
    threads,
    start: (count) => {
      started.push(count);
      return Promise.resolve({ row: () => Promise.resolve(null), close: () => Promise.resolve() });
    },
  };
  return { offer, started };
}

/** Workers started over clips of which some have to be computed, in this order. */
async function startedFor(clips: readonly boolean[], cached: boolean, of = clips.length): Promise<number[]> {
  const { offer, started } = offerOf(4);
  const team = new RowTeam(offer, of, cached);
  for (const isComputed of clips) await team.see(isComputed);
  return started;
}

const times = (count: number, isComputed: boolean): boolean[] => new Array<boolean>(count).fill(isComputed);

describe('RowTeam', () => {
  it('starts with the first clip where nothing is cached, and after a few where something may be', async () => {
    expect(await startedFor(times(1, true), false, 1000)).toEqual([4]);
    expect(await startedFor(times(3, true), true, 1000)).toEqual([]);
    expect(await startedFor(times(4, true), true, 1000)).toEqual([4]);
  });

  it('judges what is left by what it has seen', async () => {
    expect(await startedFor([...times(500, false), ...times(10, true)], true, 1000)).toEqual([]);
    expect(await startedFor([...times(500, false), ...times(500, true)], true, 2000)).toEqual([2]);
    expect(await startedFor(times(1000, false), true)).toEqual([]);
  });

  it('starts no more than one thread can read for', async () => {
    const { offer, started } = offerOf(128);
    await new RowTeam(offer, 100_000, false).see(true);
    expect(started).toEqual([16]);
  });

  it('starts none again once it has given up', async () => {
    const { offer, started } = offerOf(4);
    const team = new RowTeam(offer, 1000, false);
    await team.see(true);
    expect(team.ahead).toBe(7);
    await team.giveUp();
    await team.see(true);
    expect([started, team.ahead, team.ask({ bytes: new Uint8Array(), clip: 'a', inputs: [0] })]).toEqual([
      [4],
      0,
      null,
    ]);
  });
});
