import { forEachAtOnce } from './for-each-at-once.js';

describe('some at once', () => {
  it('are as many as are allowed, until all are done', async () => {
    const items = Array.from({ length: 20 }, (_, index) => index);
    let running = 0;
    let most = 0;
    const done: number[] = [];

    await forEachAtOnce(items, 3, async (item) => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running -= 1;
      done.push(item);
    });

    expect(most).toBe(3);
    expect(done.toSorted((one, other) => one - other)).toEqual(items);
  });

  it('are taken only when there is room for them', async () => {
    let taken = 0;
    let done = 0;
    async function* items() {
      for (; taken < 10; ) {
        expect(taken - done).toBeLessThan(2);
        yield ++taken;
      }
    }

    await forEachAtOnce(items(), 2, async () => {
      await new Promise(setImmediate);
      done += 1;
    });

    expect(done).toBe(10);
  });

  it('end with the first failure, when what was begun has ended', async () => {
    const ended: number[] = [];
    const work = forEachAtOnce([1, 2, 3, 4, 5, 6], 2, async (item) => {
      await new Promise(setImmediate);
      if (item === 1) throw new Error('the first');
      await new Promise(setImmediate);
      ended.push(item);
    });

    await expect(work).rejects.toThrow('the first');

    expect(ended).toEqual([2]);
  });

  it('end when no more can be had, once what came before is done', async () => {
    const ended: number[] = [];
    async function* items() {
      yield 1;
      yield 2;
      throw new Error('no more');
    }
    const work = forEachAtOnce(items(), 8, async (item) => {
      await new Promise(setImmediate);
      ended.push(item);
    });

    await expect(work).rejects.toThrow('no more');

    expect(ended).toEqual([1, 2]);
  });
});
