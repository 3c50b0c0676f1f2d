import { RecordedOutput } from '../../../../test/e2e/streaming/recorded-output.js';
import type { ConfigurationChange } from '../../../kernel/changes.js';
import { EnvironmentStreams } from './environment-streams.js';
import { SdkStream } from './sdk-stream.js';

const nowMs = 1_700_000_000_000;
const nowSeconds = nowMs / 1000;
const replayMs = 300_000;
const everything = () => [{ frame: Buffer.from('everything'), at: nowMs }];
const patch = (identifier: string, version = 1): ConfigurationChange => ({ domain: 'flag', event: 'patch', environment: 'e', identifier, version });

describe('the streams of an environment', () => {
  let streams: EnvironmentStreams;
  let evicted: SdkStream[];
  let written: number[];

  const environment = (completeSince = 0, window = replayMs) =>
    new EnvironmentStreams(
      window,
      completeSince,
      (stream) => {
        evicted.push(stream);
        streams.streams.delete(stream);
      },
      (heardAt) => written.push(heardAt),
    );

  const joined = () => {
    const output = new RecordedOutput();
    const stream = new SdkStream({ environment: 'e', key: 'k' }, output, []);
    stream.open(performance.now());
    streams.streams.add(stream);
    return output;
  };

  const missed = (issuedAt: number, now = nowMs) => streams.missedSince(issuedAt, now, everything).map(({ frame }) => frame.toString());

  beforeEach(() => {
    jest.useFakeTimers({ now: nowMs });
    evicted = [];
    written = [];
    streams = environment();
  });

  afterEach(() => jest.useRealTimers());

  it('tells of each change that somebody told of once all streams have been written', () => {
    const outputs = Array.from({ length: 1_200 }, joined);
    jest.advanceTimersByTime(100);

    streams.deliver({ ...patch('a'), heardAt: nowMs - 5 }, nowMs);
    expect(outputs.filter(({ events }) => events.length === 1)).toHaveLength(500);
    expect(written).toEqual([]);
    streams.deliver(patch('b'), nowMs);
    streams.deliver({ ...patch('c'), heardAt: nowMs }, nowMs);
    jest.advanceTimersByTime(1_000);

    expect(written).toEqual([nowMs - 5, nowMs]);
    expect(outputs.every(({ events }) => events.length === 3)).toBe(true);
  });

  it('gives every stream the same events in the same order', () => {
    const outputs = Array.from({ length: 1_200 }, joined);
    jest.advanceTimersByTime(100);
    for (let version = 1; version <= 50; version++) streams.deliver(patch(`f${version % 7}`, version), nowMs);
    jest.advanceTimersByTime(5_000);

    const expected = Array.from({ length: 50 }, (_, index) => index + 1);
    for (const output of outputs) expect(output.events.map(({ version }) => version)).toEqual(expected);
  });

  it('writes the events of one moment in few writes, none larger than 1200 bytes, and never two in one moment', () => {
    const output = joined();
    jest.advanceTimersByTime(100);
    for (let index = 0; index < 100; index++) streams.deliver(patch(`flag-${index}`), nowMs);
    jest.advanceTimersByTime(5_000);

    const events = output.writes.slice(1);
    expect(output.events).toHaveLength(100);
    expect(events.length).toBeLessThan(25);
    for (const { text } of events) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1200);
    const gaps = events.slice(1).map(({ at }, index) => at - (events[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(20);
  });

  it('sends a single event at once', () => {
    const output = joined();
    jest.advanceTimersByTime(100);

    streams.deliver(patch('a'), nowMs);

    expect(output.events).toHaveLength(1);
  });

  it('announces nothing twice', () => {
    const output = joined();
    expect(streams.deliver(patch('a', 2), nowMs)).toBe(true);
    expect(streams.deliver(patch('a', 2), nowMs)).toBe(false);
    jest.advanceTimersByTime(1_000);

    expect(output.events).toHaveLength(1);
  });

  it('drops a reader that is too slow while the others get everything', () => {
    const slow = joined();
    const others = [joined(), joined()];
    jest.advanceTimersByTime(100);
    slow.writableLength = 70_000;

    for (let version = 1; version <= 3; version++) streams.deliver(patch('a', version), nowMs);
    jest.advanceTimersByTime(1_000);

    expect(evicted).toHaveLength(1);
    for (const output of others) expect(output.events).toHaveLength(3);
  });

  it('drops all streams rather than gather events without end', () => {
    joined();
    for (let version = 1; version <= 6_000; version++) streams.deliver(patch('a', version), nowMs);

    expect(evicted).toHaveLength(1);
    expect(missed(nowSeconds - 60)).toHaveLength(1);
  });

  it('replays what happened since the token, with a grace for clocks that differ', () => {
    streams.deliver(patch('old'), nowMs - 60_000);
    streams.deliver(patch('recent'), nowMs - 4_000);

    expect(missed(nowSeconds)).toEqual([expect.stringContaining('"recent"')]);
    expect(missed(nowSeconds - 100)).toHaveLength(2);
  });

  it.each([
    ['is unknown', 0],
    ['lies in the future', nowSeconds + 60],
  ])('replays everything recent to a token whose time %s', (_, issuedAt) => {
    streams.deliver(patch('old'), nowMs - 60_000);

    expect(missed(issuedAt)).toEqual([expect.stringContaining('"old"')]);
  });

  it('makes an SDK read everything again whose token is older than the history', () => {
    streams = environment(nowMs - 10_000);

    expect(missed(nowSeconds - 60)).toEqual(['everything']);
    expect(missed(nowSeconds - 10)).toEqual([]);
    expect(missed(nowSeconds)).toEqual([]);
  });

  it('trusts the polls of an SDK without a stream once the window has passed', () => {
    streams = environment(nowMs - replayMs - 1);

    expect(missed(nowSeconds - 3_600)).toEqual([]);
  });

  it('makes SDKs read everything again while changes are missing from a history that overflowed', () => {
    for (let index = 0; index < 250; index++) streams.deliver(patch(`f${index}`), nowMs - 20_000 + index);

    expect(missed(nowSeconds - 60)).toHaveLength(201);
    expect(missed(nowSeconds)).toEqual([]);
    expect(missed(nowSeconds - 60, nowMs + replayMs)).toEqual([]);
  });

  it('replays nothing and takes every event for new without a window', () => {
    streams = environment(nowMs, 0);
    const output = joined();
    streams.deliver(patch('a'), nowMs);
    streams.deliver(patch('a'), nowMs);
    jest.advanceTimersByTime(1_000);

    expect(missed(1)).toEqual([]);
    expect(output.events).toHaveLength(2);
  });
});
