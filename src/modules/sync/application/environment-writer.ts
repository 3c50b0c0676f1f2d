import { Injectable } from '@nestjs/common';
import type { ConfigurationChange, RelayChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { Tracing } from '../../../kernel/tracing.js';
import { CachePort } from '../../../ports/cache.port.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { carryKeysOver, carryOver } from '../domain/compare-items.js';
import { editedItems, editedKeys } from '../domain/edited.js';
import { FetchOrder, type EnvironmentPart } from '../domain/fetch-order.js';
import { RecentEdits, type Edit } from '../domain/recent-edits.js';
import { added, keyChanges, revived, unexplained } from '../domain/relay-changes.js';
import { EnvironmentLanes } from './environment-lanes.js';
import { FirstHand } from './first-hand.js';
import { KeepCacheWhole } from './keep-cache-whole.js';

/** A new value of one part of an environment, and when its fetch began. */
export interface Fetched<T> {
  readonly stamp: number;
  readonly value: T;
  /** There may be more: what is held stays. Only keys come like this. */
  readonly isPartial?: boolean;
}

/** What is new about an environment. */
export interface EnvironmentUpdate {
  /** New values of some parts, or of all. */
  readonly fetched?: { readonly [Part in EnvironmentPart]?: Fetched<EnvironmentConfig[Part]> | undefined };
  /** What events tell about single items and keys. */
  readonly edits?: readonly Edit[];
  /** The upstream's own events, told to SDKs in their order. */
  readonly announced?: readonly ConfigurationChange[];
}

/**
 * The one writer of cache and read model. Changes of one environment are applied one after the other, each in the order
 * cache, memory, event; what was fetched later is never overwritten by what was fetched earlier. Access that is taken away ends
 * in memory first: no other node must refuse a key that this one still lets in.
 */
@Injectable()
export class EnvironmentWriter {
  readonly #order = new FetchOrder();
  readonly #edits = new RecentEdits();

  constructor(
    private readonly lanes: EnvironmentLanes,
    private readonly cache: CachePort,
    private readonly readModel: ReadModel,
    private readonly bus: EventBusPort,
    private readonly firstHand: FirstHand,
    private readonly keeper: KeepCacheWhole,
    private readonly tracing: Tracing,
  ) {}

  /** The place in time of a fetch: to be taken before its request is sent. */
  stamp(): number {
    return this.#order.next();
  }

  /**
   * Parts that hold a later fetch stay as they are; differences that no event announces are announced after those that are.
   * An environment that is not held appears only with all its parts: a late answer must not bring back a removed one. Nothing
   * is applied once another node leads.
   */
  async apply(environment: EnvironmentId, update: EnvironmentUpdate): Promise<void> {
    const published = await this.lanes.run(environment, async () => {
      const found = this.readModel.environment(environment)?.config;
      if (!this.firstHand.isOpen || (!found && !this.#mayAppear(environment, update))) return [];
      const known = found ?? (await this.#leftOver(environment));
      const before = known ?? { id: environment, featureConfigs: [], segments: [], authKeys: [] };
      const after = this.#merged(before, update);
      const [isFirst, isOther] = [!this.firstHand.covers(environment), !found || after !== before];
      if (isWhole(update)) this.firstHand.note(environment);
      if (found && isOther) this.#revoke(found, after);
      if (isFirst || isOther) await this.tracing.within('cache.store', {}, () => this.#toCache(() => this.cache.store(after)));
      if (isOther) await this.tracing.within('memory.install', {}, async () => this.readModel.install(after));
      if (isWhole(update)) this.readModel.ages.confirm(environment);
      const { announced = [] } = update;
      const changes = known ? unexplained(before, after, announced) : [];
      const inventory = found ? keyChanges(before, after) : [added(environment)];
      return this.#publish([...inventory, ...announced, ...revived(after, announced), ...changes]);
    });
    await Promise.all(published);
  }

  /** Removes an environment, unless something of it was fetched after `stamp`. */
  async remove(environment: EnvironmentId, stamp: number): Promise<void> {
    const published = await this.lanes.run(environment, async () => {
      if (!this.firstHand.isOpen || !this.#order.isBefore(environment, stamp)) return [];
      this.firstHand.note(environment);
      this.#order.removed(environment, stamp);
      this.#edits.forget(environment);
      const isHeld = this.readModel.environment(environment) !== undefined;
      this.readModel.remove(environment);
      await this.#toCache(() => this.cache.remove(environment));
      if (!isHeld) return [];
      return this.#publish([{ domain: 'proxy', event: 'environmentsRemoved', environments: [environment] }]);
    });
    await Promise.all(published);
  }

  /** The proxy key is gone: removes everything, and what is being fetched now never appears. */
  async removeAll(): Promise<void> {
    const stamp = this.stamp();
    this.#order.allRemoved(stamp);
    await this.retain([], [], stamp);
    await Promise.all(this.#publish([{ domain: 'proxy', event: 'proxyKeyDeleted' }]));
  }

  /**
   * Removes every environment that a full fetch, begun at `stamp`, did not bring and that was not added since. Those that it could
   * not fetch stay as they are.
   */
  async retain(fetched: readonly EnvironmentId[], unfetched: readonly EnvironmentId[], stamp: number): Promise<void> {
    const environments = [...fetched, ...unfetched];
    const wanted = new Set(environments);
    const known = new Set([...this.readModel.environmentIds(), ...this.lanes.busy()]);
    await Promise.all([...known].filter((id) => !wanted.has(id)).map((environment) => this.remove(environment, stamp)));
    // One that could not be fetched need not be in memory.
    const kept = environments.filter((environment) => this.#order.admits(environment, stamp));
    this.firstHand.noteAllBut(unfetched);
    await this.keeper.cleanUp(kept);
  }

  /** Begun in order and awaited outside the lane: a follower who is told may have to read, in the same lane. */
  #publish(changes: readonly RelayChange[]): readonly Promise<void>[] {
    return changes.map((change) => this.tracing.within('bus.publish', { kind: 'producer' }, () => this.bus.publish(change)));
  }

  /** Its keys open nothing. */
  async #leftOver(environment: EnvironmentId): Promise<EnvironmentConfig | undefined> {
    const left = await this.cache.loadLeftOver(environment).catch(() => undefined);
    return left && { ...left, authKeys: [] };
  }

  #revoke(before: EnvironmentConfig, after: EnvironmentConfig): void {
    if (before.authKeys === after.authKeys) return;
    const wanted = new Set(after.authKeys);
    const left = before.authKeys.filter((key) => wanted.has(key));
    if (left.length < before.authKeys.length) this.readModel.install({ ...before, authKeys: left });
  }

  #mayAppear(environment: EnvironmentId, { fetched }: EnvironmentUpdate): boolean {
    const stamp = fetched?.featureConfigs && fetched.segments && fetched.authKeys?.stamp;
    return stamp !== undefined && this.#order.admits(environment, stamp);
  }

  #merged(before: EnvironmentConfig, update: EnvironmentUpdate): EnvironmentConfig {
    for (const edit of update.edits ?? []) this.#edits.note(before.id, edit);
    const items = (part: 'featureConfigs' | 'segments') => {
      const { value, edits } = this.#newer(before, update, part);
      return carryOver(before[part], editedItems(value, edits));
    };
    const keys = this.#newer(before, update, 'authKeys');
    const featureConfigs = items('featureConfigs');
    const segments = items('segments');
    const known = update.fetched?.authKeys?.isPartial ? [...new Set([...before.authKeys, ...keys.value])] : keys.value;
    const authKeys = carryKeysOver(before.authKeys, editedKeys(known, keys.edits));
    const same = featureConfigs === before.featureConfigs && segments === before.segments && authKeys === before.authKeys;
    return same ? before : { id: before.id, featureConfigs, segments, authKeys };
  }

  /** The latest fetch of a part, and what events have told since. */
  #newer<Part extends EnvironmentPart>(
    before: EnvironmentConfig,
    { fetched, edits = [] }: EnvironmentUpdate,
    part: Part,
  ): { readonly value: EnvironmentConfig[Part]; readonly edits: readonly Edit[] } {
    const latest: Fetched<EnvironmentConfig[Part]> | undefined = fetched?.[part];
    if (!latest || !this.#order.take(before.id, part, latest.stamp)) {
      return { value: before[part], edits: edits.filter((edit) => edit.part === part && !this.#order.isAfter(before.id, part, edit.stamp)) };
    }
    const since = this.#edits.since(before.id, part, latest.stamp);
    this.#edits.settle(before.id, part, latest.stamp);
    return { value: latest.value, edits: since };
  }

  /** A cache that is away must not keep changes from this node's SDKs. */
  async #toCache(write: () => Promise<void>): Promise<void> {
    try {
      await write();
      this.keeper.written();
    } catch (error) {
      this.keeper.failed(error);
    }
  }
}

function isWhole({ fetched }: EnvironmentUpdate): boolean {
  return fetched?.featureConfigs !== undefined && fetched.segments !== undefined && fetched.authKeys !== undefined;
}
