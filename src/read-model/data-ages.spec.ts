import { DataAges } from './data-ages.js';

describe('the age of data', () => {
  let ages: DataAges;
  const told = undefined;
  const age = (toldUntil: number | undefined) => ages.age('e', toldUntil, Date.now());

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
    ages = new DataAges();
  });

  afterEach(() => jest.useRealTimers());

  it('is nothing while changes are told', () => {
    ages.confirm('e');
    jest.advanceTimersByTime(3_600_000);

    expect(age(told)).toBe(0);
  });

  it('grows from the moment that changes are told no more', () => {
    ages.confirm('e');
    jest.advanceTimersByTime(60_000);
    const toldUntil = Date.now();
    jest.advanceTimersByTime(5_000);

    expect(age(toldUntil)).toBe(5_000);
  });

  it('begins anew with each whole fetch', () => {
    jest.advanceTimersByTime(60_000);
    ages.confirm('e');
    jest.advanceTimersByTime(1_000);

    expect(age(0)).toBe(1_000);
  });

  it('grows while a change that was told of is awaited, from the first of several', () => {
    ages.confirm('e');
    ages.awaits('e');
    jest.advanceTimersByTime(2_000);
    ages.awaits('e');
    jest.advanceTimersByTime(2_000);

    expect(age(told)).toBe(4_000);
    ages.caughtUp('e');
    expect(age(told)).toBe(0);
  });

  it('grows from the start of the relay where nothing was ever confirmed', () => {
    jest.advanceTimersByTime(7_000);

    expect(age(0)).toBe(7_000);
  });
});
