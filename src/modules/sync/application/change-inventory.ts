import { Injectable } from '@nestjs/common';
import type { InventoryChange } from '../../../kernel/changes.js';
import type { AuthKeyHash, EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { SaasClientPort } from '../../../ports/saas-client.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { EnvironmentWriter } from './environment-writer.js';
import { wholeUpdate } from './synchronise.js';

/** Adds and removes environments and keys as the upstream's events say. */
@Injectable()
export class ChangeInventory {
  constructor(
    private readonly client: SaasClientPort,
    private readonly writer: EnvironmentWriter,
    private readonly readModel: ReadModel,
    private readonly log: Log,
  ) {}

  /** Rejects when the upstream could not be asked about an added environment. */
  async execute(change: InventoryChange): Promise<void> {
    this.log.info({ event: change.event }, 'inventory change');
    switch (change.event) {
      case 'proxyKeyDeleted':
        return this.removeAll();
      case 'environmentsAdded':
        return this.#add(change.environments);
      case 'environmentsRemoved':
        await Promise.all(change.environments.map((environment) => this.writer.remove(environment)));
        return;
      case 'apiKeyAdded':
        return this.#changeKeys(change.environment, (keys) => [...keys.filter((key) => key !== change.authKey), change.authKey]);
      case 'apiKeyRemoved':
        return this.#changeKeys(change.environment, (keys) => keys.filter((key) => key !== change.authKey));
      default:
        return change satisfies never;
    }
  }

  /** Everything of our key goes: from the cache, from memory, and with it from every SDK. */
  async removeAll(): Promise<void> {
    await Promise.all(this.readModel.environmentIds().map((environment) => this.writer.remove(environment)));
    await this.writer.retain([], this.writer.stamp());
  }

  /** The token lists the environments it may read: a new one needs a new token first. */
  async #add(environments: readonly EnvironmentId[]): Promise<void> {
    await this.client.authenticate();
    for (const environment of environments) {
      const stamp = this.writer.stamp();
      const config = await this.client.fetchEnvironment(environment);
      if (config) await this.writer.apply(environment, wholeUpdate(config, stamp));
      else this.log.warn({ environment }, 'the upstream does not list an environment it announced');
    }
  }

  async #changeKeys(environment: EnvironmentId, changed: (keys: readonly AuthKeyHash[]) => readonly AuthKeyHash[]): Promise<void> {
    if (!this.readModel.environment(environment)) {
      this.log.warn({ environment }, 'key change for an unknown environment ignored');
      return;
    }
    await this.writer.apply(environment, ({ authKeys }) => ({ authKeys: { stamp: this.writer.stamp(), value: changed(authKeys) } }));
  }
}
