import { counter } from './limits';

describe('a counter of tries', () => {
  it('refuses what is too much, gives back and forgets', async () => {
    const tries = counter(2, 60);
    expect([await tries.take('a'), await tries.take('a')]).toEqual([0, 0]);
    expect(await tries.take('a')).toBeGreaterThan(1000);
    expect(await tries.take('b')).toBe(0);
    await tries.forget('a');
    expect(await tries.take('a')).toBe(0);
    await tries.take('a');
    await tries.giveBack('a');
    expect(await tries.take('a')).toBe(0);
  });

  it('attack 34: keeps no more keys than it may, the newest', async () => {
    const tries = counter(1, 60, 3);
    for (const key of ['a', 'b', 'c', 'd']) expect(await tries.take(key)).toBe(0);
    expect(await tries.take('d')).toBeGreaterThan(0);
    expect(await tries.take('a')).toBe(0);
  });
});
