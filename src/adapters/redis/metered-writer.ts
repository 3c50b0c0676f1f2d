import type { CacheMeter } from './cache-meter.js';
import type { RedisWriter } from './redis-writer.js';

/** Counts and times writes, whoever makes them. Entries of streams are counted by the bus. */
export class MeteredWriter implements RedisWriter {
  constructor(
    private readonly writer: RedisWriter,
    private readonly meter: CacheMeter,
  ) {}

  set(key: string, value: string): Promise<void> {
    return this.meter.write(key, () => this.writer.set(key, value));
  }

  setAll(values: ReadonlyMap<string, string>): Promise<void> {
    return this.meter.writeAll([...values.keys()], () => this.writer.setAll(values));
  }

  del(key: string): Promise<void> {
    return this.meter.remove(key, () => this.writer.del(key));
  }

  hset(key: string, values: ReadonlyMap<string, string>): Promise<void> {
    return this.meter.write(key, () => this.writer.hset(key, values));
  }

  hdel(key: string, field: string): Promise<void> {
    return this.meter.remove(key, () => this.writer.hdel(key, field));
  }

  xadd(stream: string, event: string, maxLength: number): Promise<string> {
    return this.writer.xadd(stream, event, maxLength);
  }
}
