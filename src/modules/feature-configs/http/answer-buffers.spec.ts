import { AnswerBuffers } from './answer-buffers.js';

const large = 100_000;

describe('buffers for answers', () => {
  it('have the length asked for', () => {
    const buffers = new AnswerBuffers();

    expect([0, 2, large, 5_000_000].map((length) => buffers.take(length).length)).toEqual([0, 2, large, 5_000_000]);
  });

  it('share no memory while both are taken', () => {
    const buffers = new AnswerBuffers();
    const [first, second] = [buffers.take(large).fill('a'), buffers.take(large).fill('b')];

    expect(first.equals(Buffer.alloc(large, 'a'))).toBe(true);
    expect(second.buffer).not.toBe(first.buffer);
  });

  it('are used again once they are given back, for answers of about their length', () => {
    const buffers = new AnswerBuffers();
    const first = buffers.take(large);
    buffers.giveBack(first);

    expect(buffers.take(large * 4).buffer).not.toBe(first.buffer);
    expect(buffers.take(large - 1).buffer).toBe(first.buffer);
    expect(buffers.take(large).buffer).not.toBe(first.buffer);
  });

  it('go to one answer at a time, however often they are given back', () => {
    const buffers = new AnswerBuffers();
    const first = buffers.take(large);
    buffers.giveBack(first);
    buffers.giveBack(first);

    expect(buffers.take(large).buffer).not.toBe(buffers.take(large).buffer);
  });

  it('leave memory alone that is not theirs', () => {
    const buffers = new AnswerBuffers();
    const foreign = Buffer.allocUnsafeSlow(131_072);
    buffers.giveBack(foreign);

    expect(buffers.take(large).buffer).not.toBe(foreign.buffer);
  });

  it('keep no more than eight megabytes', () => {
    const buffers = new AnswerBuffers();
    const taken = Array.from({ length: 20 }, () => buffers.take(1_000_000));
    for (const bytes of taken) buffers.giveBack(bytes);

    const known = new Set(taken.map(({ buffer }) => buffer));
    const again = taken.map(() => buffers.take(1_000_000)).filter(({ buffer }) => known.has(buffer));
    expect(again).toHaveLength(8);
  });
});
