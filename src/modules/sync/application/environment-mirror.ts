import { Injectable } from '@nestjs/common';
import type { ConfigurationChange, RelayChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { Tracing } from '../../../kernel/tracing.js';
import { CachePort } from '../../../ports/cache.port.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { believed } from '../domain/believed.js';
import { carryKeysOver, carryOver } from '../domain/compare-items.js';
import { LastWords } from '../domain/last-words.js';
import { lostParts } from '../domain/lost-parts.js';
import { NoWayBack } from '../domain/no-way-back.js';
import { added, keyChanges } from '../domain/relay-changes.js';
import { EnvironmentLanes } from './environment-lanes.js';
import { FirstHand } from './first-hand.js';
import { TellSdks } from './tell-sdks.js';

/** Makes memory equal to the cache: how a node that does not lead learns what the leader wrote. */
@Injectable()
export class EnvironmentMirror {
  readonly #noWayBack = new NoWayBack();

  constructor(
    private readonly lanes: EnvironmentLanes,
    private readonly cache: CachePort,
    private readonly readModel: ReadModel,
    private readonly firstHand: FirstHand,
    private readonly bus: EventBusPort,
    private readonly tellSdks: TellSdks,
    private readonly tracing: Tracing,
  ) {}

  /** Environments that hold something newer than the cache has shown: to be read again soon. */
  get doubtful(): readonly EnvironmentId[] {
    return this.#noWayBack.doubtful;
  }

  /** What an event says about an item explains a lower version of it. */
  expect(change: ConfigurationChange): void {
    const config = this.readModel.environment(change.environment)?.config;
    const items = change.domain === 'flag' ? config?.featureConfigs : config?.segments;
    this.#noWayBack.expect(change, items?.find(({ identifier }) => identifier === change.identifier));
  }

  /**
   * Reads one environment and installs it, unless memory is ahead of the cache there. An item that is older than the one held is not
   * taken at first, nor a part that is missing without anybody having told of a deletion. Gives what changed in the inventory; rejects with CacheUnavailable.
   */
  load(environment: EnvironmentId): Promise<readonly RelayChange[]> {
    return this.#load(environment, true);
  }

  /** The same where a leader has told again that an item ended and maybe began anew: an older one of that counts. */
  loadAnew(change: ConfigurationChange): Promise<readonly RelayChange[]> {
    return this.#load(change.environment, true, change);
  }

  #load(environment: EnvironmentId, isWary: boolean, anew?: ConfigurationChange): Promise<readonly RelayChange[]> {
    return this.lanes.run(environment, async () => {
      if (this.firstHand.covers(environment)) return [];
      const held = await this.tracing.within('cache.load', { attributes: { 'ff.environment': environment } }, () => this.cache.load(environment));
      return this.#noWayBack.expecting(anew, () => this.#take(environment, held, isWary));
    });
  }

  /**
   * Reads everything the cache holds and removes what it does not: after events may have been missed, what is there counts. Gives what
   * changed in the inventory; rejects with CacheUnavailable.
   */
  async loadAll(): Promise<readonly RelayChange[]> {
    const changes: RelayChange[] = [];
    const seen = new Set<EnvironmentId>();
    for await (const found of this.cache.loadAll((environment) => !this.firstHand.covers(environment))) {
      seen.add(found.id);
      // Read again inside the lane: what was read outside may be older than what an event brought meanwhile.
      if (this.readModel.environment(found.id)) changes.push(...(await this.#load(found.id, false)));
      else changes.push(...(await this.lanes.run(found.id, async () => (this.firstHand.covers(found.id) ? [] : this.#take(found.id, found, false)))));
    }
    for (const environment of this.readModel.environmentIds()) {
      if (!seen.has(environment)) changes.push(...(await this.#load(environment, false)));
    }
    return changes;
  }

  /** A deletion is told once the data has gone: whoever has heard of one finds it in the history of the bus. */
  async #take(environment: EnvironmentId, found: EnvironmentConfig | undefined, isWary: boolean): Promise<readonly RelayChange[]> {
    const before = this.readModel.environment(environment)?.config;
    const words = new LastWords(before && lostParts(before, found).length > 0 ? await this.bus.history() : []);
    return this.tracing.within('memory.install', {}, async () => {
      const after = before ? believed(before, found, { noWayBack: this.#noWayBack, words, isWary, now: performance.now() }) : found;
      return after ? this.#install(before, after) : this.#remove(environment);
    });
  }

  #install(before: EnvironmentConfig | undefined, found: EnvironmentConfig): readonly RelayChange[] {
    if (!before) {
      this.readModel.install(found);
      return [added(found.id)];
    }
    const after = {
      ...found,
      featureConfigs: carryOver(before.featureConfigs, found.featureConfigs),
      segments: carryOver(before.segments, found.segments),
      authKeys: carryKeysOver(before.authKeys, found.authKeys),
    };
    this.readModel.install(after);
    this.tellSdks.shows(before, after);
    return keyChanges(before, after);
  }

  #remove(environment: EnvironmentId): readonly RelayChange[] {
    if (!this.readModel.environment(environment)) return [];
    this.readModel.remove(environment);
    this.#noWayBack.forget(environment);
    return [{ domain: 'proxy', event: 'environmentsRemoved', environments: [environment] }];
  }
}
