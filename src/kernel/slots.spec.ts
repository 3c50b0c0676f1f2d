import { Slots } from './slots.js';

describe('slots', () => {
  it('let so many tasks run at a time, and the others in their order', async () => {
    const slots = new Slots(2);
    const started: number[] = [];
    const ends: (() => void)[] = [];
    const task = (number: number) => () => {
      started.push(number);
      return new Promise<number>((resolve) => ends.push(() => resolve(number)));
    };

    const results = [1, 2, 3, 4].map((number) => slots.run(task(number)));
    await Promise.resolve();
    expect(started).toEqual([1, 2]);
    ends[1]?.();
    expect(await results[1]).toBe(2);
    await new Promise(setImmediate);
    expect(started).toEqual([1, 2, 3]);
    for (const index of [0, 2]) ends[index]?.();
    await new Promise(setImmediate);
    ends[3]?.();

    expect(await Promise.all(results)).toEqual([1, 2, 3, 4]);
  });

  it('are free again after a task that failed', async () => {
    const slots = new Slots(1);

    await expect(slots.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');

    expect(await slots.run(async () => 'yes')).toBe('yes');
  });
});
