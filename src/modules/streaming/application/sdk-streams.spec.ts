import { loadConfig } from '../../../config/load-config.js';
import { NoTracing } from '../../../kernel/no-tracing.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import type { StreamOutput } from '../domain/sdk-stream.js';
import { SdkStreams } from './sdk-streams.js';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

class Reader implements StreamOutput {
  readonly writableLength = 0;
  text = '';
  endedAt: number | undefined;

  write(bytes: Buffer): boolean {
    this.text += bytes.toString();
    return true;
  }

  end(): void {
    this.endedAt = performance.now();
  }

  destroy(): void {
    this.end();
  }
}

describe('the streams of a node that shuts down', () => {
  let streams: SdkStreams;
  let readers: Reader[];

  beforeEach(() => {
    const { config } = loadConfig({ PROXY_KEY: 'key', AUTH_SECRET: 'a-secret-for-tests-only' }, []);
    streams = new SdkStreams(config, new RelayMetrics(), new NoTracing(), quiet);
    readers = Array.from({ length: 200 }, () => new Reader());
    const issuedAt = Math.floor(Date.now() / 1000) + 10;
    for (const [index, reader] of readers.entries()) streams.accept({ environment: `e${index % 3}`, key: 'k' }, reader, issuedAt, () => []);
  });

  afterEach(() => streams.onModuleDestroy());

  it('end one after the other, and all of them', async () => {
    const startedAt = performance.now();

    await streams.drain(0);

    const ends = readers.map(({ endedAt }) => endedAt ?? Infinity);
    const lengthMs = Math.max(...ends) - startedAt;
    const fifths = Array.from({ length: 5 }, (_, fifth) => ends.filter((at) => Math.min(4, Math.floor(((at - startedAt) / lengthMs) * 5)) === fifth).length);
    expect(ends.every(Number.isFinite)).toBe(true);
    expect(Math.max(...fifths)).toBeLessThan(readers.length / 2);
    expect(streams.open).toBe(0);
  });

  it('end no earlier than they have to', async () => {
    const startedAt = performance.now();

    await streams.drain(2_000);

    const ends = readers.map(({ endedAt }) => endedAt ?? Infinity);
    expect(Math.min(...ends) - startedAt).toBeGreaterThan(900);
    expect(ends.every(Number.isFinite)).toBe(true);
  });

  it('get their events until they end', async () => {
    const drained = streams.drain(0);
    streams.deliver({ domain: 'flag', event: 'patch', environment: 'e0', identifier: 'late', version: 2 });
    const open = readers.filter((reader, index) => index % 3 === 0 && reader.endedAt === undefined);
    await drained;

    expect(open.length).toBeGreaterThan(10);
    expect(open.filter(({ text }) => text.includes('"late"')).length).toBeGreaterThan(open.length / 2);
  });
});
