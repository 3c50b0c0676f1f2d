import { RecordedOutput } from '../../../../test/e2e/streaming/recorded-output.js';
import { eventFrame } from './event-frame.js';
import { KeepAliveWheel } from './keep-alive-wheel.js';
import { SdkStream } from './sdk-stream.js';

const frame = eventFrame({ domain: 'flag', event: 'patch', environment: 'e', identifier: 'a', version: 1 });

describe('the keep-alive wheel', () => {
  let wheel: KeepAliveWheel;
  let expired: SdkStream[];

  const started = (maxAgeMs: number) => {
    expired = [];
    wheel = new KeepAliveWheel(maxAgeMs, (stream) => {
      expired.push(stream);
      wheel.remove(stream);
    });
    wheel.start();
  };

  const added = () => {
    const output = new RecordedOutput();
    const stream = new SdkStream({ environment: 'e', key: 'k' }, output, []);
    stream.open(performance.now());
    wheel.add(stream);
    return { output, stream };
  };

  beforeEach(() => jest.useFakeTimers());

  afterEach(() => {
    wheel.stop();
    jest.useRealTimers();
  });

  it('leaves no stream silent for 15 s, whenever it came and whatever was sent', () => {
    started(0);
    const streams = Array.from({ length: 50 }, () => {
      jest.advanceTimersByTime(137);
      return added();
    });

    for (let step = 0; step < 2_000; step++) {
      jest.advanceTimersByTime(61);
      streams[step % 70]?.stream.send(frame, performance.now());
    }

    for (const { output } of streams) {
      const moments = [...output.writes.map(({ at }) => at), performance.now()];
      const silences = moments.slice(1).map((at, index) => at - (moments[index] ?? 0));
      expect(Math.max(...silences)).toBeLessThan(15_000);
    }
  });

  it('keeps every event 100 ms away from the keep-alive before it', () => {
    started(0);
    const { output, stream } = added();
    for (let step = 0; step < 300; step++) {
      jest.advanceTimersByTime(step % 2 === 0 ? 7_013 : 31);
      stream.send(frame, performance.now());
    }

    const kinds = output.writes.map(({ at, text }) => ({ at, isKeepAlive: text === ':\n\n' }));
    const near = kinds.filter(({ at, isKeepAlive }, index) => {
      const before = kinds[index - 1];
      return !isKeepAlive && before?.isKeepAlive === true && at - before.at < 100;
    });
    expect(near).toEqual([]);
    expect(kinds.filter(({ isKeepAlive }) => isKeepAlive).length).toBeGreaterThan(10);
  });

  it('spreads the keep-alives of streams that came together', () => {
    started(0);
    const streams = Array.from({ length: 200 }, added);
    jest.advanceTimersByTime(14_000);

    const moments = new Set(streams.map(({ output }) => output.writes[1]?.at));
    expect(moments.size).toBe(7);
  });

  it('ends streams around their greatest age, not all at once', () => {
    started(60_000);
    Array.from({ length: 100 }, added);

    jest.advanceTimersByTime(44_000);
    expect(expired).toEqual([]);
    jest.advanceTimersByTime(16_000);
    expect(expired.length).toBeGreaterThan(10);
    expect(expired.length).toBeLessThan(90);
    jest.advanceTimersByTime(23_000);

    expect(expired).toHaveLength(100);
    expect(wheel.size).toBe(0);
  });

  it('forgets a stream that is removed', () => {
    started(0);
    const { output, stream } = added();

    wheel.remove(stream);
    jest.advanceTimersByTime(60_000);

    expect(wheel.size).toBe(0);
    expect(output.writes).toHaveLength(1);
  });
});
