import { Injectable } from '@nestjs/common';
import type { ConfigurationChange, InventoryChange, RelayChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { CachePort } from '../../../ports/cache.port.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { carryOver, differences } from '../domain/compare-items.js';
import { FetchOrder, type EnvironmentPart } from '../domain/fetch-order.js';

/** A new value of one part of an environment, and when its fetch began. */
export interface Fetched<T> {
  readonly stamp: number;
  readonly value: T;
}

/** New values of some parts of an environment. */
export type EnvironmentUpdate = { readonly [Part in EnvironmentPart]?: Fetched<EnvironmentConfig[Part]> | undefined };

/**
 * The one writer of cache and read model. Changes of one environment are applied one after the other, each in the order
 * cache, memory, event; what was fetched later is never overwritten by what was fetched earlier.
 */
@Injectable()
export class EnvironmentWriter {
  readonly #order = new FetchOrder();
  readonly #lanes = new Map<EnvironmentId, Promise<unknown>>();

  constructor(
    private readonly cache: CachePort,
    private readonly readModel: ReadModel,
    private readonly bus: EventBusPort,
    private readonly log: Log,
  ) {}

  /** The place in time of a fetch: to be taken before its request is sent. */
  stamp(): number {
    return this.#order.next();
  }

  /**
   * Applies what was fetched, or what `update` makes of the state found; parts that hold a later fetch stay as they are.
   * `announced` are the upstream's own events, told to SDKs in their order; differences that no event explains follow them.
   */
  apply(
    environment: EnvironmentId,
    update: EnvironmentUpdate | ((before: EnvironmentConfig) => EnvironmentUpdate),
    announced: readonly ConfigurationChange[] = [],
  ): Promise<void> {
    return this.#inLane(environment, async () => {
      const found = this.readModel.environment(environment)?.config;
      const before = found ?? { id: environment, featureConfigs: [], segments: [], authKeys: [] };
      const after = this.#merged(before, typeof update === 'function' ? update(before) : update);
      if (!found || after !== before) {
        await this.#toCache(() => this.cache.store(after));
        this.readModel.install(after);
      }
      const changes = found ? unexplained(before, after, announced) : [];
      const inventory = found ? keyChanges(before, after) : [added(environment)];
      for (const change of [...inventory, ...announced, ...changes] satisfies RelayChange[]) await this.bus.publish(change);
    });
  }

  remove(environment: EnvironmentId): Promise<void> {
    return this.#inLane(environment, async () => {
      this.#order.forget(environment);
      await this.#toCache(() => this.cache.remove(environment));
      if (!this.readModel.environment(environment)) return;
      this.readModel.remove(environment);
      await this.bus.publish({ domain: 'proxy', event: 'environmentsRemoved', environments: [environment] });
    });
  }

  /** Removes every environment that a full fetch, begun at `stamp`, did not bring and that was not added since. */
  async retain(environments: readonly EnvironmentId[], stamp: number): Promise<void> {
    const wanted = new Set(environments);
    const leftOver = this.readModel.environmentIds().filter((id) => !wanted.has(id) && this.#order.isBefore(id, stamp));
    await Promise.all(leftOver.map((environment) => this.remove(environment)));
    await this.#toCache(async () => {
      const removed = await this.cache.retain(this.readModel.environmentIds());
      if (removed.length > 0) this.log.info({ environments: removed.length }, 'left-over environments removed from the cache');
    });
  }

  #merged(before: EnvironmentConfig, update: EnvironmentUpdate): EnvironmentConfig {
    const newer = <Part extends EnvironmentPart>(part: Part): EnvironmentConfig[Part] | undefined => {
      const fetched = update[part];
      return fetched && this.#order.take(before.id, part, fetched.stamp) ? fetched.value : undefined;
    };
    const featureConfigs = carryOver(before.featureConfigs, newer('featureConfigs') ?? before.featureConfigs);
    const segments = carryOver(before.segments, newer('segments') ?? before.segments);
    const authKeys = carryKeysOver(before.authKeys, newer('authKeys') ?? before.authKeys);
    const same = featureConfigs === before.featureConfigs && segments === before.segments && authKeys === before.authKeys;
    return same ? before : { id: before.id, featureConfigs, segments, authKeys };
  }

  /** A cache that is away must not keep changes from this node's SDKs. */
  async #toCache(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.log.error({ err: error }, 'the cache could not be written');
    }
  }

  #inLane<T>(environment: EnvironmentId, task: () => Promise<T>): Promise<T> {
    const result = (this.#lanes.get(environment) ?? Promise.resolve()).then(task);
    const settled = result.catch(() => undefined);
    this.#lanes.set(environment, settled);
    void settled.then(() => {
      if (this.#lanes.get(environment) === settled) this.#lanes.delete(environment);
    });
    return result;
  }
}

function added(environment: EnvironmentId): InventoryChange {
  return { domain: 'proxy', event: 'environmentsAdded', environments: [environment] };
}

function unexplained(before: EnvironmentConfig, after: EnvironmentConfig, announced: readonly ConfigurationChange[]): ConfigurationChange[] {
  const explained = new Set(announced.map((change) => `${change.domain} ${change.identifier}`));
  return [
    ...(after.featureConfigs === before.featureConfigs ? [] : differences(after.id, 'flag', before.featureConfigs, after.featureConfigs)),
    ...(after.segments === before.segments ? [] : differences(after.id, 'target-segment', before.segments, after.segments)),
  ].filter((change) => !explained.has(`${change.domain} ${change.identifier}`));
}

function keyChanges(before: EnvironmentConfig, after: EnvironmentConfig): InventoryChange[] {
  if (before.authKeys === after.authKeys) return [];
  const change = (event: 'apiKeyAdded' | 'apiKeyRemoved') => (authKey: string) => ({ domain: 'proxy', event, environment: after.id, authKey }) as const;
  const removed = before.authKeys.filter((key) => !after.authKeys.includes(key));
  const addedKeys = after.authKeys.filter((key) => !before.authKeys.includes(key));
  return [...removed.map(change('apiKeyRemoved')), ...addedKeys.map(change('apiKeyAdded'))];
}

function carryKeysOver(before: readonly string[], after: readonly string[]): readonly string[] {
  return before.length === after.length && after.every((key, index) => key === before[index]) ? before : after;
}
