import type { ConnectionOptions } from 'node:tls';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { RedisConfig } from '../../config/redis-config.js';
import type { Log } from '../../kernel/log.js';
import { CacheUnavailable } from '../../ports/cache.port.js';
import { CacheMeter } from './cache-meter.js';
import { makeRedisClient, type ClientLimits } from './make-redis-client.js';
import { reconnectDelayMs } from './reconnect-delay.js';
import type { RedisClient } from './redis-client.js';
import { redisFailure } from './redis-failure.js';
import { redisTls } from './redis-tls.js';
import { SparseWarnings } from './sparse-warnings.js';
import { withinLimit } from './within-limit.js';

const commandTimeoutMs = 3_000;
const connectTimeoutMs = 5_000;
const socketTimeoutMs = 5_000;

/** Longer than a blocking read may block (5 s). */
const readerSocketTimeoutMs = 10_000;

/** Every connection to Redis: one for commands that all share, and further ones for those who must not wait behind others. */
export class RedisConnections implements OnApplicationShutdown {
  readonly #tls: ConnectionOptions | undefined;
  readonly #open = new Set<RedisClient>();
  #commands: { readonly client: RedisClient; readonly opened: Promise<void> } | undefined;

  /** Throws UnusableRedisCa. Nothing is connected yet. */
  constructor(
    private readonly config: RedisConfig,
    private readonly log: Log,
    private readonly limitMs: number = commandTimeoutMs,
    readonly meter: CacheMeter = new CacheMeter(),
  ) {
    this.#tls = redisTls(config);
  }

  /**
   * Runs commands on the shared connection. Rejects with CacheUnavailable when the answer is an error, or is not there within
   * the limit. Only the first connection is waited for: later ones are either there or not.
   */
  async ask<T>(run: (client: RedisClient) => Promise<T>, limitMs: number = this.limitMs): Promise<T> {
    this.#commands ??= this.#connectCommands();
    const { client, opened } = this.#commands;
    try {
      return await withinLimit(
        opened.then(() => run(client)),
        limitMs,
      );
    } catch (error) {
      throw error instanceof CacheUnavailable ? error : new CacheUnavailable(`Redis did not answer: ${redisFailure(error)}`);
    }
  }

  /** The same for what is read of the cache, which is counted. */
  read<T>(run: (client: RedisClient) => Promise<T>, limitMs?: number): Promise<T> {
    return this.meter.read(() => this.ask(run, limitMs));
  }

  /** A connection of its own for reads that block, for at most 5 seconds each. */
  reader(name: string): RedisClient {
    return this.#connect({ name, connectTimeoutMs, socketTimeoutMs: readerSocketTimeoutMs });
  }

  /** A connection of its own for quick checks, which never wait behind large answers. */
  checks(name: string, timeoutMs: number): RedisClient {
    return this.#connect({ name, commandTimeoutMs: timeoutMs, connectTimeoutMs, socketTimeoutMs });
  }

  /** Ends one connection that is no longer needed. */
  close(client: RedisClient): void {
    this.#open.delete(client);
    client.disconnect();
  }

  onApplicationShutdown(): void {
    for (const client of [...this.#open]) this.close(client);
  }

  #connectCommands(): { readonly client: RedisClient; readonly opened: Promise<void> } {
    const client = this.#connect({ name: 'ff-relay', commandTimeoutMs: this.limitMs, connectTimeoutMs, socketTimeoutMs });
    const opened = new Promise<void>((resolve) => {
      client.once('ready', resolve);
      setTimeout(resolve, this.limitMs).unref();
    });
    return { client, opened };
  }

  #connect(limits: ClientLimits): RedisClient {
    const client = makeRedisClient(this.config, this.#tls, limits);
    const warnings = new SparseWarnings(this.log, 'a connection to Redis failed');
    const warn = (error: unknown): void => warnings.warn({ connection: limits.name, reason: redisFailure(error) });
    client.on('error', warn);
    client.on('node error', warn);
    let endings = 0;
    client.on('ready', () => {
      endings = 0;
      this.log.info({ connection: limits.name }, 'connected to Redis');
    });
    client.on('end', () => setTimeout(() => this.#connectAgain(client), reconnectDelayMs(++endings)).unref());
    this.#open.add(client);
    return client;
  }

  /** A client gives up for good when its Sentinel tells of a new master while it asks for the master. Failures show as errors of the client. */
  #connectAgain(client: RedisClient): void {
    if (this.#open.has(client)) client.connect().catch(() => undefined);
  }
}
