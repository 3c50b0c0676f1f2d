import { Injectable } from '@nestjs/common';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { forEachAtOnce } from '../../../kernel/for-each-at-once.js';
import { Log } from '../../../kernel/log.js';
import { Tracing } from '../../../kernel/tracing.js';
import { SaasClientPort, UpstreamIncomplete } from '../../../ports/saas-client.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { HeldRevisions } from '../domain/held-revisions.js';
import { isSameContent } from '../domain/is-same-content.js';
import { EnvironmentWriter } from './environment-writer.js';
import { FirstHand } from './first-hand.js';
import { OpenSession } from './open-session.js';
import { wholeUpdate } from './whole-update.js';

/** Environments on their way into the cache: while one waits for an answer, others can be sent. */
const appliedAtOnce = 8;

/** Environments asked for one by one after the pages; further ones stay as they are until the next full fetch. */
const maxSkipped = 100;

/** Fetches the whole configuration of our key and makes cache and memory equal to it. */
@Injectable()
export class Synchronise {
  readonly #revisions = new HeldRevisions((environment) => this.readModel.environment(environment)?.config);

  constructor(
    private readonly client: SaasClientPort,
    private readonly session: OpenSession,
    private readonly writer: EnvironmentWriter,
    private readonly firstHand: FirstHand,
    private readonly readModel: ReadModel,
    private readonly state: RelayState,
    private readonly tracing: Tracing,
    private readonly log: Log,
  ) {}

  /**
   * Gives the environments that could not be fetched: they stay as they are. Rejects with what the upstream rejects with; what was
   * fetched until then is applied, nothing is removed.
   */
  execute(): Promise<ReadonlyMap<EnvironmentId, Error>> {
    return this.tracing.within('synchronise', { carrier: {} }, () => this.#fetchAll());
  }

  async #fetchAll(): Promise<ReadonlyMap<EnvironmentId, Error>> {
    const startedAt = performance.now();
    const { spell } = this.firstHand;
    const session = await this.session.execute();
    const stamp = this.writer.stamp();
    const seen = new Set<EnvironmentId>();
    const unreached = new Map<EnvironmentId, Error>();
    const fetched: { readonly revision: string; readonly config: EnvironmentConfig }[] = [];
    try {
      await forEachAtOnce(this.client.fetchConfiguration((revision) => this.#revisions.find(revision)), appliedAtOnce, async (config) => {
        seen.add(config.id);
        await this.writer.apply(config.id, wholeUpdate(config, stamp));
        const held = this.readModel.environment(config.id)?.config;
        if (config.revision !== undefined && held && isSameContent(held, config)) fetched.push({ revision: config.revision, config: held });
      });
    } catch (error) {
      if (!(error instanceof UpstreamIncomplete)) throw error;
      for (const [environment, fault] of error.faults) unreached.set(environment, fault);
    }
    this.#revisions.replace(fetched);
    await this.#askForSkipped(session.environments.filter((environment) => !seen.has(environment) && !unreached.has(environment)), seen, unreached);
    // What has taken so long is no basis for what this node leads by now.
    if (this.firstHand.spell !== spell) return unreached;
    const unserved = this.state.unserved.flatMap(({ environment }) => environment ?? []);
    await this.writer.retain([...seen], [...unreached.keys(), ...unserved], stamp);
    const ms = Math.round(performance.now() - startedAt);
    this.log.info({ environments: seen.size, ...(unreached.size > 0 && { unreached: unreached.size }), ms }, 'configuration synchronised');
    return unreached;
  }

  /**
   * An environment that is removed while pages are fetched moves the others up, and one of them may fall between two pages.
   * What the token lists and no page brought is asked for before it counts as gone.
   */
  async #askForSkipped(environments: readonly EnvironmentId[], seen: Set<EnvironmentId>, unreached: Map<EnvironmentId, Error>): Promise<void> {
    for (const environment of environments.slice(maxSkipped)) seen.add(environment);
    for (const environment of environments.slice(0, maxSkipped)) {
      const stamp = this.writer.stamp();
      try {
        const config = await this.client.fetchEnvironment(environment);
        if (!config) continue;
        await this.writer.apply(environment, wholeUpdate(config, stamp));
        seen.add(environment);
      } catch (error) {
        this.log.warn({ err: error, environment }, 'an environment that no page brought could not be asked for: it stays as it is');
        unreached.set(environment, error instanceof Error ? error : new Error(String(error)));
      }
    }
  }
}
