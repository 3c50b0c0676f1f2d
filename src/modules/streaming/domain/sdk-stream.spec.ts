import { RecordedOutput } from '../../../../test/e2e/streaming/recorded-output.js';
import { eventFrame } from './event-frame.js';
import { SdkStream } from './sdk-stream.js';

const owner = { environment: 'e', key: 'k' };
const frame = (identifier: string) => eventFrame({ domain: 'flag', event: 'patch', environment: 'e', identifier, version: 1 });
const recent = (count: number) => Array.from({ length: count }, (_, index) => ({ frame: frame(`replayed-${index}`), at: 0 }));

describe('an SDK stream', () => {
  let output: RecordedOutput;

  const opened = (replayed = 0) => {
    const stream = new SdkStream(owner, output, recent(replayed));
    stream.open(performance.now());
    return stream;
  };
  const identifiers = () => output.events.map(({ identifier }) => identifier);

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
    output = new RecordedOutput();
  });

  afterEach(() => jest.useRealTimers());

  it('begins with a bare comment of its own', () => {
    opened();

    expect(output.writes.map(({ text }) => text)).toEqual([':\n\n']);
  });

  it('keeps an event 100 ms away from the keep-alive before it', () => {
    const stream = opened();

    expect(stream.send(frame('a'), performance.now())).toBe(true);
    jest.advanceTimersByTime(99);
    expect(output.writes).toHaveLength(1);
    jest.advanceTimersByTime(2);

    expect(output.writes[1]?.text).toBe(frame('a').toString());
  });

  it('writes an event at once when no keep-alive is near', () => {
    const stream = opened();
    jest.advanceTimersByTime(100);

    stream.send(frame('a'), performance.now());

    expect(identifiers()).toEqual(['a']);
  });

  it('replays what was missed before what happens now, whole events joined up to 1200 bytes', () => {
    const stream = opened(30);
    stream.send(frame('live'), performance.now());
    jest.advanceTimersByTime(5_000);

    expect(identifiers()).toEqual([...recent(30).map((_, index) => `replayed-${index}`), 'live']);
    for (const { text } of output.writes) {
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1200);
      expect(text).toMatch(/^(:\n\n|(event: \*\ndata: \{[^\n]*\}\n\n)+)$/);
    }
    expect(output.writes.length).toBeLessThan(30);
  });

  it('paces a replay', () => {
    opened(30);
    jest.advanceTimersByTime(5_000);

    const gaps = output.writes.slice(1).map(({ at }, index) => at - (output.writes[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(100);
  });

  it('writes an event larger than 1200 bytes alone and whole', () => {
    const stream = opened();
    const large = frame('x'.repeat(2_000));
    stream.send(frame('a'), performance.now());
    stream.send(large, performance.now());
    stream.send(frame('b'), performance.now());
    jest.advanceTimersByTime(1_000);

    expect(output.writes.slice(1).map(({ text }) => text)).toEqual([frame('a'), large, frame('b')].map(String));
  });

  it('keeps alive when nothing was sent for a while, and not otherwise', () => {
    const stream = opened();
    jest.advanceTimersByTime(6_000);
    stream.keepAliveIfQuiet(performance.now());
    expect(output.writes).toHaveLength(1);

    jest.advanceTimersByTime(1_000);
    stream.keepAliveIfQuiet(performance.now());
    expect(output.writes.map(({ text }) => text)).toEqual([':\n\n', ':\n\n']);
  });

  it('sends no keep-alive while events wait, nor behind bytes that are stuck', () => {
    const stream = opened(1);
    stream.keepAliveIfQuiet(performance.now() + 60_000);
    jest.advanceTimersByTime(7_000);
    output.writableLength = 1;
    stream.keepAliveIfQuiet(performance.now());

    expect(output.writes.filter(({ text }) => text === ':\n\n')).toHaveLength(1);
  });

  it('reports a reader whose unsent bytes pass 64 KB', () => {
    const stream = opened();
    jest.advanceTimersByTime(100);
    output.writableLength = 64 * 1024;
    expect(stream.send(frame('a'), performance.now())).toBe(true);

    output.writableLength = 64 * 1024 + 1;
    expect(stream.send(frame('b'), performance.now())).toBe(false);
  });

  it('counts what waits behind a replay to the unsent bytes', () => {
    const stream = opened(1);
    const sent = Array.from({ length: 1_000 }, () => stream.send(frame('a'), performance.now()));

    expect(sent.indexOf(false)).toBe(Math.floor((64 * 1024) / frame('a').length));
  });

  it('replays no faster than it is read', () => {
    opened(30);
    output.writableLength = 40 * 1024;
    jest.advanceTimersByTime(10_000);
    expect(identifiers()).toEqual([]);

    output.writableLength = 0;
    jest.advanceTimersByTime(10_000);
    expect(identifiers()).toHaveLength(30);
  });

  it.each(['end', 'destroy', 'forget'] as const)('sends nothing more after %s', (ending) => {
    const stream = opened(10);
    stream.send(frame('a'), performance.now());

    stream[ending]();
    jest.advanceTimersByTime(10_000);

    expect(output.writes).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
    expect(output.state).toBe({ end: 'ended', destroy: 'destroyed', forget: 'open' }[ending]);
  });
});
