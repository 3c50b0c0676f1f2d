import { fencesOf } from './fences.js';
import { keySlot } from './key-slot.js';

describe('fences', () => {
  it('are one for a server', () => {
    const fences = fencesOf('server');

    expect(fences.all).toHaveLength(1);
    expect(fences.all).toContain(fences.of('env-1-feature-configs'));
  });

  it('are one for each slot of a Cluster', () => {
    const { all } = fencesOf('cluster');

    expect(all.map(keySlot)).toEqual(Array.from({ length: 16_384 }, (_, slot) => slot));
  });

  it.each(['env-1-feature-configs', 'a{b}c', 'a{}b', '}{x', 'key-{a{b}}-inventory', 'ünïcödé', ''])('lie in the slot of the key %p', (key) => {
    expect(keySlot(fencesOf('cluster').of(key))).toBe(keySlot(key));
  });
});

describe('the slot of a key', () => {
  it.each([
    ['123456789', 12_739],
    ['foo', 12_182],
    ['{user1000}.following', keySlot('user1000')],
    ['foo{}{bar}', 8363],
    ['foo{{bar}}zap', keySlot('{bar')],
  ])('of %p is %d', (key, slot) => {
    expect(keySlot(key)).toBe(slot);
  });
});
