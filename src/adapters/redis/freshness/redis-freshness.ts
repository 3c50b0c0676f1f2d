import type { OnModuleDestroy } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { Log } from '../../../kernel/log.js';
import type { FreshnessPort, FreshnessSource, FreshPart } from '../../../ports/freshness.port.js';
import type { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { tokenOf } from '../item-texts.js';
import type { Incumbent } from '../lease/incumbent.js';
import type { RedisClient } from '../redis-client.js';
import type { RedisConnections } from '../redis-connections.js';
import { redisKeys } from '../redis-keys.js';
import { SparseWarnings } from '../sparse-warnings.js';
import { withinLimit } from '../within-limit.js';
import type { Reply } from './batch.js';
import { CheckedServer, type Checking } from './checked-server.js';
import { DoubtedLoads } from './doubted-loads.js';
import { Loads } from './loads.js';
import { masterOf } from './master-of.js';

/** Above the limit of a check: whether that is kept is judged with our own stalls in mind. */
const clientTimeoutMs = 5_000;
const mostServers = 1_000;

interface Check {
  readonly reply: Promise<Reply>;
  done: Promise<void>;
  waiting: number;
}

interface Guarded {
  readonly source: FreshnessSource;
  readonly loads: Loads<void>;
}

interface Limits {
  readonly checkMs?: number;
  /** Reading and compiling a large array takes longer than a check. */
  readonly loadMs?: number;
}

/** Compares what is held with the tokens in Redis, in one check for all requests of a turn. */
export class RedisFreshness implements FreshnessPort, OnModuleDestroy {
  readonly #closed = new AbortController();
  readonly #checking: Checking;
  readonly #client: RedisClient;
  readonly #loadMs: number;
  readonly #servers = new Map<string, CheckedServer>();
  readonly #checks = new Map<string, Check>();
  readonly #doubted = new DoubtedLoads();
  readonly #dataTokens = new Loads((environment, part) => this.#readDataToken(environment, part));
  #guarded: Guarded | undefined;

  /** The leader needs no check while its term is valid: nobody else announces anything. */
  constructor(
    private readonly connections: RedisConnections,
    log: Log,
    private readonly metrics: RelayMetrics,
    private readonly incumbent: Incumbent = { tenure: undefined },
    { checkMs = 100, loadMs = 1_000 }: Limits = {},
  ) {
    this.#client = connections.checks('ff-relay-freshness', clientTimeoutMs);
    this.#loadMs = loadMs;
    const warnings = new SparseWarnings(log, 'Redis does not answer freshness checks');
    this.#checking = { client: this.#client, limitMs: checkMs, metrics, warnings, closed: this.#closed.signal };
  }

  guard(source: FreshnessSource): void {
    this.#guarded = { source, loads: new Loads((environment, part) => source.load(environment, part)) };
  }

  settle(environment: EnvironmentId, parts: readonly FreshPart[]): Promise<void> | undefined {
    const guarded = this.#guarded;
    if (!guarded || this.incumbent.tenure?.isValid) return undefined;
    const [first, ...others] = parts.map((part) => this.#check(guarded, environment, part)).filter((done) => done !== undefined);
    return others.length === 0 ? first : Promise.all([first, ...others]).then(() => undefined);
  }

  onModuleDestroy(): void {
    this.#closed.abort();
    this.connections.close(this.#client);
  }

  /** Requests share a check only as long as it has not been sent. */
  #check(guarded: Guarded, environment: EnvironmentId, part: FreshPart): Promise<void> | undefined {
    const key = redisKeys.latest(environment, part);
    const server = this.#serverOf(key);
    if (server.isAway) {
      this.metrics.unverifiedReads.inc();
      return undefined;
    }
    const reply = server.ask('get', key);
    const shared = this.#checks.get(key);
    if (shared?.reply === reply) {
      shared.waiting += 1;
      return shared.done;
    }
    const check: Check = { reply, done: Promise.resolve(), waiting: 1 };
    this.#checks.set(key, check);
    check.done = this.#verify(guarded, environment, part, check).finally(() => {
      if (this.#checks.get(key) === check) this.#checks.delete(key);
    });
    return check.done;
  }

  async #verify({ source, loads }: Guarded, environment: EnvironmentId, part: FreshPart, check: Check): Promise<void> {
    try {
      const reply = await check.reply;
      const token = reply?.text === null ? await this.#dataToken(environment, part) : reply?.text;
      if (token === undefined) {
        this.metrics.unverifiedReads.inc(check.waiting);
        return;
      }
      const name = `${part} ${environment}`;
      const held = source.revisions(environment, part);
      const isWhole = held.includes(token) && held.length === 1;
      if (isWhole || !this.#doubted.isDue(name, token, held)) return;

      await withinLimit(loads.next(environment, part), this.#loadMs);
      this.#doubted.note(name, token, source.revisions(environment, part));
    } catch {
      this.metrics.unverifiedReads.inc(check.waiting);
    }
  }

  /** For an array without a token: one of nothing is not written at all, and '' stands for it. Undefined: nobody can tell now. */
  async #dataToken(environment: EnvironmentId, part: FreshPart): Promise<string | undefined> {
    const key = redisKeys.array(environment, part);
    const exists = await this.#serverOf(key).ask('exists', key);
    if (exists?.text !== '1') return exists && '';
    return withinLimit(this.#dataTokens.next(environment, part), this.#loadMs);
  }

  async #readDataToken(environment: EnvironmentId, part: FreshPart): Promise<string> {
    const bytes = await this.connections.ask((client) => client.getBuffer(redisKeys.array(environment, part)));
    return bytes === null ? '' : tokenOf(bytes);
  }

  #serverOf(key: string): CheckedServer {
    const name = masterOf(this.#client, key);
    const known = this.#servers.get(name);
    if (known) return known;

    // Masters come and go: those that went are forgotten at some time.
    if (this.#servers.size >= mostServers) this.#servers.clear();
    const server = new CheckedServer(this.#checking);
    this.#servers.set(name, server);
    return server;
  }
}
