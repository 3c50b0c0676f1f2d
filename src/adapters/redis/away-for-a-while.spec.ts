import { AwayForAWhile } from './away-for-a-while.js';

const answers = () => Promise.resolve(1);
const fails = () => Promise.reject(new Error('away'));

describe('AwayForAWhile', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('passes answers on', async () => {
    expect(await new AwayForAWhile(1000).ask(answers)).toEqual({ answer: 1 });
  });

  it('asks nobody for a while after a failure, then again', async () => {
    const away = new AwayForAWhile(1000);
    expect(await away.ask(fails)).toBeUndefined();

    expect(await away.ask(answers)).toBeUndefined();
    jest.advanceTimersByTime(1000);

    expect(await away.ask(answers)).toEqual({ answer: 1 });
    expect(await away.ask(answers)).toEqual({ answer: 1 });
  });

  it('lets one alone try, and waits again when that fails', async () => {
    const away = new AwayForAWhile(1000);
    await away.ask(fails);
    jest.advanceTimersByTime(1000);

    const [trial, meanwhile] = await Promise.all([away.ask(fails), away.ask(answers)]);

    expect([trial, meanwhile]).toEqual([undefined, undefined]);
    expect(await away.ask(answers)).toBeUndefined();
  });
});
