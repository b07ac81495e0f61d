import { describe, expect, it } from 'vitest';
import { SideEffects } from '../../../src/core/experiment/sideEffects.js';
import { Random } from '../../../src/core/random.js';

describe('SideEffects', () => {
  it.each([
    ['the stream itself', (random: Random) => random],
    ['a fork of it', (random: Random) => random.fork('noise')],
    ['it reseeded', (random: Random) => random.reseeded(5)],
    ['a fork of it reseeded', (random: Random) => random.reseeded(5).fork('noise')],
  ])('counts what is drawn from %s, and gives the same numbers', (_, derived) => {
    const sideEffects = new SideEffects();
    const watched = derived(sideEffects.watchRandom(new Random(3, 'feature')));
    expect(sideEffects.draws).toBe(0);
    const plain = derived(new Random(3, 'feature'));
    expect([watched.next(), watched.integer(100)]).toEqual([plain.next(), plain.integer(100)]);
    expect(sideEffects.draws).toBe(2);
    watched.shuffle([1, 2, 3]);
    expect(sideEffects.draws).toBe(4);
  });

  it('counts warnings and passes them on', () => {
    const sideEffects = new SideEffects();
    const heard: string[] = [];
    sideEffects.watchWarn((message) => heard.push(message))('too short');
    expect(heard).toEqual(['too short']);
    expect(sideEffects).toMatchObject({ count: 1, draws: 0 });
  });
});
