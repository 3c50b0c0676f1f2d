import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { Tracing } from '../../../kernel/tracing.js';
import { SaasClientPort } from '../../../ports/saas-client.port.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { EnvironmentWriter } from './environment-writer.js';
import { wholeUpdate } from './whole-update.js';

/** Environments asked for one by one after the pages; further ones stay as they are until the next full fetch. */
const maxSkipped = 100;

/** Fetches the whole configuration of our key and makes cache and memory equal to it. */
@Injectable()
export class Synchronise {
  #isStored = false;

  constructor(
    private readonly client: SaasClientPort,
    private readonly writer: EnvironmentWriter,
    private readonly state: RelayState,
    private readonly tracing: Tracing,
    private readonly log: Log,
  ) {}

  /** Another node may have been stopped in the middle of a write: the next full fetch is written whole. */
  beginTerm(): void {
    this.#isStored = false;
  }

  /** Rejects with what the upstream rejects with; what was fetched until then is applied, nothing is removed. */
  execute(): Promise<void> {
    return this.tracing.within('synchronise', { carrier: {} }, () => this.#fetchAll());
  }

  async #fetchAll(): Promise<void> {
    const startedAt = performance.now();
    const session = await this.client.authenticate();
    this.state.accountId = session.accountId;
    const stamp = this.writer.stamp();
    const seen: EnvironmentId[] = [];
    for await (const config of this.client.fetchConfiguration()) {
      seen.push(config.id);
      await this.writer.apply(config.id, wholeUpdate(config, stamp));
    }
    seen.push(...(await this.#skipped(session.environments.filter((environment) => !seen.includes(environment)))));
    if (!this.#isStored) await this.writer.storeAll();
    this.#isStored = true;
    await this.writer.retain(seen, stamp);
    this.log.info({ environments: seen.length, ms: Math.round(performance.now() - startedAt) }, 'configuration synchronised');
  }

  /**
   * An environment that is removed while pages are fetched moves the others up, and one of them may fall between two pages.
   * What the token lists and no page brought is asked for before it counts as gone. Gives those that do not.
   */
  async #skipped(environments: readonly EnvironmentId[]): Promise<EnvironmentId[]> {
    const kept = [...environments.slice(maxSkipped)];
    for (const environment of environments.slice(0, maxSkipped)) {
      const stamp = this.writer.stamp();
      try {
        const config = await this.client.fetchEnvironment(environment);
        if (!config) continue;
        await this.writer.apply(environment, wholeUpdate(config, stamp));
      } catch (error) {
        this.log.warn({ err: error, environment }, 'an environment that no page brought could not be asked for: it stays as it is');
      }
      kept.push(environment);
    }
    return kept;
  }
}
