import { setMaxListeners } from 'node:events';
import type { OnModuleDestroy } from '@nestjs/common';
import type { AuthKeyHash, EnvironmentId } from '../../../kernel/configuration.js';
import type { Log } from '../../../kernel/log.js';
import type { FreshnessPort, FreshnessSource, FreshPart } from '../../../ports/freshness.port.js';
import type { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import type { Incumbent } from '../lease/incumbent.js';
import type { RedisClient } from '../redis-client.js';
import type { RedisConnections } from '../redis-connections.js';
import { SparseWarnings } from '../sparse-warnings.js';
import { withinLimit } from '../within-limit.js';
import { allOf } from './all-of.js';
import type { Check } from './check.js';
import { CheckedServers } from './checked-servers.js';
import { DoubtedLoads } from './doubted-loads.js';
import { Loads } from './loads.js';
import { StoredTokens } from './stored-tokens.js';
import { UnknownKeys } from './unknown-keys.js';

/** Above the limit of a check: whether that is kept is judged with our own stalls in mind. */
const clientTimeoutMs = 5_000;

const everyPart: readonly FreshPart[] = ['featureConfigs', 'segments', 'authKeys'];

interface Guarded {
  readonly source: FreshnessSource;
  readonly loads: Loads<FreshPart, void>;
  readonly unknownKeys: UnknownKeys;
}

interface Limits {
  readonly checkMs?: number;
  /** Reading and compiling a large array takes longer than a check. */
  readonly loadMs?: number;
}

/** Compares what is held with the tokens in Redis, in one check for all requests of a turn. */
export class RedisFreshness implements FreshnessPort, OnModuleDestroy {
  readonly #closed = new AbortController();
  readonly #client: RedisClient;
  readonly #loadMs: number;
  readonly #servers: CheckedServers;
  readonly #stored: StoredTokens;
  readonly #sent = new Map<string, Check>();
  readonly #doubted = new DoubtedLoads();
  #guarded: Guarded | undefined;

  /** The leader needs no check while its term is valid and its memory ahead: nobody else announces anything. */
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
    // Each server that is away listens to it.
    setMaxListeners(0, this.#closed.signal);
    this.#servers = new CheckedServers({ client: this.#client, limitMs: checkMs, metrics, meter: connections.meter, warnings, closed: this.#closed.signal, recovered: (since) => this.#guarded?.source.recovered(since) });
    this.#stored = new StoredTokens(this.#servers, connections, loadMs);
  }

  guard(source: FreshnessSource): void {
    const loads = new Loads<FreshPart, void>((environment, part) => source.load(environment, part));
    const unknownKeys = new UnknownKeys({
      ask: (key) => this.#servers.of(key).ask('get', key),
      load: (environment) => withinLimit(loads.next(environment, 'authKeys'), this.#loadMs),
      isKnown: (key) => source.environmentOf(key) !== undefined,
    });
    this.#guarded = { source, loads, unknownKeys };
  }

  settle(environment: EnvironmentId, parts: readonly FreshPart[]): Promise<void> | undefined {
    const checks = this.#checks(environment, parts);
    if (!checks) return undefined;
    const [first, ...others] = checks;
    if (!first) {
      this.metrics.unverifiedReads.inc();
      return undefined;
    }
    first.waiting += 1;
    return allOf(first, others);
  }

  async look(environment: EnvironmentId): Promise<boolean> {
    const checks = this.#checks(environment, everyPart);
    if (!checks) return true;
    await Promise.all(checks.map(({ done }) => done));
    return !checks.some(({ hasFailed }) => hasFailed);
  }

  async discover(key: AuthKeyHash): Promise<boolean> {
    if (!this.#guarded || this.#leads(this.#guarded)) return true;
    return this.#guarded.unknownKeys.discover(key);
  }

  onModuleDestroy(): void {
    this.#closed.abort();
    this.connections.close(this.#client);
  }

  #leads({ source }: Guarded, environment?: EnvironmentId): boolean {
    return this.incumbent.tenure?.isValid === true && source.isAhead(environment);
  }

  /** Undefined: there is nothing to check. Without those that nobody can be asked about. */
  #checks(environment: EnvironmentId, parts: readonly FreshPart[]): readonly Check[] | undefined {
    const guarded = this.#guarded;
    if (!guarded || this.#leads(guarded, environment)) return undefined;
    return parts.map((part) => this.#check(guarded, environment, part)).filter((check) => check !== undefined);
  }

  /** Requests share a check only as long as it has not been sent. Undefined: nobody can be asked. */
  #check(guarded: Guarded, environment: EnvironmentId, part: FreshPart): Check | undefined {
    const key = this.#stored.keyOf(environment, part);
    const server = this.#servers.of(key);
    if (server.isAway) return undefined;
    const reply = server.ask('get', key);
    const shared = this.#sent.get(key);
    if (shared?.reply === reply) return shared;

    const check: Check = { reply, done: Promise.resolve(), waiting: 0, hasFailed: false };
    this.#sent.set(key, check);
    check.done = this.#verify(guarded, environment, part, check).finally(() => {
      if (this.#sent.get(key) === check) this.#sent.delete(key);
    });
    return check;
  }

  async #verify({ source, loads }: Guarded, environment: EnvironmentId, part: FreshPart, check: Check): Promise<void> {
    try {
      const token = await this.#stored.in(await check.reply, environment, part);
      if (token === undefined) {
        check.hasFailed = true;
        this.metrics.unverifiedReads.inc(check.waiting);
        return;
      }
      const name = `${part} ${environment}`;
      const held = source.revisions(environment, part);
      const isWhole = held.includes(token) && held.length === 1;
      if (isWhole || !this.#doubted.isDue(name, token, held)) return;

      this.metrics.memoryMisses.inc(check.waiting);
      const note = (): void => this.#doubted.note(name, token, source.revisions(environment, part));
      // An emptied Redis must not be searched for each request.
      const load = loads.next(environment, part).catch((error: unknown) => {
        if (token === '') note();
        throw error;
      });
      await withinLimit(load, this.#loadMs);
      note();
    } catch {
      check.hasFailed = true;
      this.metrics.unverifiedReads.inc(check.waiting);
    }
  }
}
