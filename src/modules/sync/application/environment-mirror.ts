import { Injectable } from '@nestjs/common';
import type { RelayChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { Tracing } from '../../../kernel/tracing.js';
import { CachePort } from '../../../ports/cache.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { carryKeysOver, carryOver } from '../domain/compare-items.js';
import { added, keyChanges } from '../domain/relay-changes.js';
import { EnvironmentLanes } from './environment-lanes.js';
import { FirstHand } from './first-hand.js';

/** Makes memory equal to the cache: how a node that does not lead learns what the leader wrote. */
@Injectable()
export class EnvironmentMirror {
  constructor(
    private readonly lanes: EnvironmentLanes,
    private readonly cache: CachePort,
    private readonly readModel: ReadModel,
    private readonly firstHand: FirstHand,
    private readonly tracing: Tracing,
  ) {}

  /** Reads one environment and installs it, unless memory is ahead of the cache there. Gives what changed in the inventory; rejects with CacheUnavailable. */
  load(environment: EnvironmentId): Promise<readonly RelayChange[]> {
    return this.lanes.run(environment, async () => {
      if (this.firstHand.covers(environment)) return [];
      const held = await this.tracing.within('cache.load', { attributes: { 'ff.environment': environment } }, () => this.cache.load(environment));
      return this.tracing.within('memory.install', {}, async () => (held ? this.#install(held) : this.#remove(environment)));
    });
  }

  /** Reads everything the cache holds and removes what it does not. Gives what changed in the inventory; rejects with CacheUnavailable. */
  async loadAll(): Promise<readonly RelayChange[]> {
    const changes: RelayChange[] = [];
    const seen = new Set<EnvironmentId>();
    for await (const found of this.cache.loadAll()) {
      seen.add(found.id);
      // Read again inside the lane: what was read outside may be older than what an event brought meanwhile.
      if (this.readModel.environment(found.id)) changes.push(...(await this.load(found.id)));
      else changes.push(...(await this.lanes.run(found.id, async () => (this.firstHand.covers(found.id) ? [] : this.#install(found)))));
    }
    for (const environment of this.readModel.environmentIds()) {
      if (!seen.has(environment)) changes.push(...(await this.load(environment)));
    }
    return changes;
  }

  #install(held: EnvironmentConfig): readonly RelayChange[] {
    const before = this.readModel.environment(held.id)?.config;
    if (!before) {
      this.readModel.install(held);
      return [added(held.id)];
    }
    const after = {
      ...held,
      featureConfigs: carryOver(before.featureConfigs, held.featureConfigs),
      segments: carryOver(before.segments, held.segments),
      authKeys: carryKeysOver(before.authKeys, held.authKeys),
    };
    this.readModel.install(after);
    return keyChanges(before, after);
  }

  #remove(environment: EnvironmentId): readonly RelayChange[] {
    if (!this.readModel.environment(environment)) return [];
    this.readModel.remove(environment);
    return [{ domain: 'proxy', event: 'environmentsRemoved', environments: [environment] }];
  }
}
