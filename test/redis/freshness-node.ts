import { authKeysIn, authKeysText } from '../../src/adapters/redis/auth-key-names.js';
import { RedisFreshness } from '../../src/adapters/redis/freshness/redis-freshness.js';
import { tokenOf } from '../../src/adapters/redis/item-texts.js';
import { Lanes } from '../../src/kernel/lanes.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { redisKeys } from '../../src/adapters/redis/redis-keys.js';
import type { RedisConfig } from '../../src/config/redis-config.js';
import type { FreshnessSource, FreshPart } from '../../src/ports/freshness.port.js';
import { RelayMetrics } from '../../src/prometheus/relay-metrics.js';
import { RecordedLog } from '../support/recorded-log.js';

interface Held {
  readonly version: number;
  readonly keys?: readonly string[];
  readonly revisions: readonly string[];
}

/** A node that keeps one number per part of an environment, as its version, and the freshness that guards it. */
export class FreshnessNode {
  readonly metrics = new RelayMetrics();
  readonly log = new RecordedLog();
  readonly freshness: RedisFreshness;
  readonly #connections: RedisConnections;
  readonly #held = new Map<string, Held>();
  /** Loads by name, in the order in which they began. */
  readonly loads: string[] = [];
  readonly recoveries: number[] = [];
  overlaps = 0;
  readonly #running = new Set<string>();
  readonly #lanes = new Lanes();

  constructor(config: RedisConfig, limits: { readonly checkMs?: number; readonly loadMs?: number } = { checkMs: 2_000, loadMs: 5_000 }) {
    this.#connections = new RedisConnections(config, this.log);
    this.freshness = new RedisFreshness(this.#connections, this.log, this.metrics, undefined, limits);
    this.freshness.guard(this.source);
  }

  readonly source: FreshnessSource = {
    isAhead: () => false,
    recovered: (since) => void this.recoveries.push(since),
    revisions: (environment, part) => this.#held.get(`${part} ${environment}`)?.revisions ?? [],
    load: (environment, part) => this.#watched(environment, () => this.load(environment, part)),
    environmentOf: (key) => [...this.#held].find(([, { keys }]) => keys?.includes(key))?.[0].replace('authKeys ', ''),
  };

  held(environment: string, part: FreshPart = 'featureConfigs'): number {
    return this.#held.get(`${part} ${environment}`)?.version ?? 0;
  }

  /** One after the other, whoever asks. */
  load(environment: string, part: FreshPart): Promise<void> {
    return this.#lanes.run(environment, () => this.#load(environment, part));
  }

  /** The token before the data, as whatever reads in Redis has to. */
  async #load(environment: string, part: FreshPart): Promise<void> {
    this.loads.push(`${part} ${environment}`);
    if (part === 'authKeys') {
      await this.#loadKeys(environment);
      return;
    }
    const latest = await this.#connections.ask((client) => client.get(redisKeys.latest(environment, part)));
    const bytes = await this.#connections.ask((client) => client.get(redisKeys.array(environment, part)));
    const revisions = [...new Set([latest, bytes === null ? null : tokenOf(bytes)].filter((token) => token !== null))];
    this.#held.set(`${part} ${environment}`, { version: Number(bytes), revisions: revisions.length === 0 ? [''] : revisions });
  }

  async #loadKeys(environment: string): Promise<void> {
    const text = await this.#connections.ask((client) => client.get(redisKeys.authKeys(environment)));
    const keys = authKeysIn(text) ?? [];
    this.#held.set(`authKeys ${environment}`, { version: Number(keys[0] ?? 0), keys, revisions: [text ?? ''] });
  }

  /** Counts the loads that freshness asked for while another one ran. */
  async #watched(environment: string, load: () => Promise<void>): Promise<void> {
    if (this.#running.has(environment)) this.overlaps += 1;
    this.#running.add(environment);
    await load().finally(() => this.#running.delete(environment));
  }

  /** What a primary writes before it announces a version. */
  async write(environment: string, part: FreshPart, version: number): Promise<void> {
    if (part === 'authKeys') {
      await this.writeKeys(environment, [String(version)]);
      return;
    }
    await this.#connections.ask((client) => client.set(redisKeys.array(environment, part), String(version)));
    await this.#connections.ask((client) => client.set(redisKeys.latest(environment, part), tokenOf(String(version))));
  }

  async writeKeys(environment: string, keys: readonly string[]): Promise<void> {
    await this.#connections.ask((client) => client.set(redisKeys.authKeys(environment), authKeysText(keys)));
    for (const key of keys) await this.#connections.ask((client) => client.set(redisKeys.authKey(key), JSON.stringify(environment)));
  }

  /** The checks answer, so that from now on each is a check and none is a start. */
  async warm(environments: readonly string[]): Promise<void> {
    for (const environment of environments) {
      await this.write(environment, 'featureConfigs', 1);
      while (this.held(environment) !== 1) {
        await this.freshness.settle(environment, ['featureConfigs']);
        await new Promise(setImmediate);
      }
    }
  }

  async counted(metric: 'freshnessTrips' | 'unverifiedReads'): Promise<number> {
    const { values } = await this.metrics[metric].get();
    return values.reduce((sum, { value }) => sum + value, 0);
  }

  stop(): void {
    this.freshness.onModuleDestroy();
    this.#connections.onApplicationShutdown();
  }
}
