import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { CachePort } from '../../../ports/cache.port.js';
import { SaasClientPort, type UnservedCredential, type UpstreamSession } from '../../../ports/saas-client.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { SdkStreams } from '../../streaming/index.js';
import { EnvironmentMirror } from './environment-mirror.js';

/** Authenticates with the upstream, and notes what it says about us. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly client: SaasClientPort,
    private readonly cache: CachePort,
    private readonly mirror: EnvironmentMirror,
    private readonly readModel: ReadModel,
    private readonly state: RelayState,
    private readonly streams: SdkStreams,
    private readonly log: Log,
  ) {}

  /** Rejects with what the upstream rejects with. */
  async execute(): Promise<UpstreamSession> {
    const session = await this.client.authenticate();
    const { accountId, unserved = [] } = session;
    this.state.accountId = accountId;
    const held = await this.#environmentsOf(unserved);
    const before = this.state.interrupted;
    this.state.unservedAre(unserved.map(({ name, reason, isRefused, authKey }) => ({ name, reason, isRefused, environment: held.get(authKey) })));
    // Nobody follows what an earlier leader has left: open streams would hide its changes.
    for (const environment of held.values()) if (!before.has(environment)) this.streams.interruptEnvironment(environment, 'SaaS stream lost');
    return session;
  }

  /** Environments of credentials that nothing is known of but what an earlier process has stored. */
  async #environmentsOf(unserved: readonly UnservedCredential[]): Promise<ReadonlyMap<string, EnvironmentId>> {
    const sought = new Set(unserved.map(({ authKey }) => authKey));
    const found = new Map<string, EnvironmentId>();
    for (const authKey of sought) {
      const environment = this.readModel.environmentOfKey(authKey);
      if (environment !== undefined) found.set(authKey, environment);
    }
    if (found.size === sought.size) return found;
    try {
      for await (const { id, authKeys } of this.cache.loadAll()) {
        const known = authKeys.filter((authKey) => sought.has(authKey));
        if (known.length > 0) await this.mirror.load(id);
        for (const authKey of known) found.set(authKey, id);
      }
    } catch (error) {
      // An empty store says so here, too.
      this.log.debug({ err: error }, 'the cache does not tell the environments of all keys');
    }
    return found;
  }
}
