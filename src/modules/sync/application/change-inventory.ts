import { Injectable } from '@nestjs/common';
import type { InventoryChange } from '../../../kernel/changes.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { Tracing } from '../../../kernel/tracing.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { changeAttributes } from '../domain/change-attributes.js';
import type { Edit } from '../domain/recent-edits.js';
import { AdoptEnvironment } from './adopt-environment.js';
import { EnvironmentWriter } from './environment-writer.js';
import { OpenSession } from './open-session.js';

/** Adds and removes environments and keys as the upstream's events say. */
@Injectable()
export class ChangeInventory {
  constructor(
    private readonly session: OpenSession,
    private readonly writer: EnvironmentWriter,
    private readonly adopt: AdoptEnvironment,
    private readonly readModel: ReadModel,
    private readonly tracing: Tracing,
    private readonly log: Log,
  ) {}

  /** Rejects when the upstream could not be asked about an added environment. */
  async execute(change: InventoryChange): Promise<void> {
    this.log.info({ event: change.event }, 'inventory change');
    await this.tracing.within('change', { kind: 'consumer', carrier: {}, attributes: changeAttributes(change) }, () => this.#apply(change));
  }

  async #apply(change: InventoryChange): Promise<void> {
    switch (change.event) {
      case 'proxyKeyDeleted':
        return this.writer.removeAll();
      case 'environmentsAdded':
        return this.#add(change.environments);
      case 'environmentsRemoved':
        await Promise.all(change.environments.map((environment) => this.writer.remove(environment, this.writer.stamp())));
        return;
      case 'apiKeyAdded':
        return this.#changeKey(change.environment, { part: 'authKeys', identifier: change.authKey, event: 'added', stamp: this.writer.stamp() });
      case 'apiKeyRemoved':
        return this.#changeKey(change.environment, { part: 'authKeys', identifier: change.authKey, event: 'removed', stamp: this.writer.stamp() });
      default:
        return change satisfies never;
    }
  }

  /** The token lists the environments it may read: a new one needs a new token first. */
  async #add(environments: readonly EnvironmentId[]): Promise<void> {
    await this.session.execute();
    for (const environment of environments) await this.adopt.execute(environment);
  }

  /** An environment that is not held may be on its way with the keys it had before. */
  async #changeKey(environment: EnvironmentId, edit: Edit): Promise<void> {
    if (this.readModel.environment(environment)) await this.writer.apply(environment, { edits: [edit] });
    else await this.adopt.execute(environment);
  }
}
