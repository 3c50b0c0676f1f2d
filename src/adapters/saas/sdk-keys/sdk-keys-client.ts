import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { Target } from '../../../kernel/target.js';
import { UpstreamIncomplete, UpstreamRejected } from '../../../ports/saas-client.port.js';
import type { FetchedEnvironment, FetchedItems, SaasClientPort, UpstreamSession, UpstreamStream } from '../../../ports/saas-client.port.js';
import { asCompleted } from './as-completed.js';
import { EnvironmentItems } from './environment-items.js';
import { followEnvironments } from './follow-environments.js';
import { pollEnvironments } from './poll-environments.js';
import type { SdkKey } from './sdk-key.js';
import { SdkKeysConnection } from './sdk-keys-connection.js';
import { targetIn } from './target-in.js';

const fetchedAtOnce = 8;

/** More events at a time than this, and the list is the cheaper way. */
const maxSingleItems = 10;

/** The configuration by SDK keys, over HTTP: of SaaS, or of anything else that speaks the API of SDKs. */
@Injectable()
export class SdkKeysClient implements SaasClientPort {
  readonly #connection: SdkKeysConnection;
  readonly #items: EnvironmentItems;

  constructor(connection: SdkKeysConnection) {
    this.#connection = connection;
    this.#items = new EnvironmentItems(connection);
  }

  async authenticate(): Promise<UpstreamSession> {
    return this.#connection.ring.authenticate();
  }

  async *fetchConfiguration(): AsyncGenerator<FetchedEnvironment, void, undefined> {
    const faults = new Map<EnvironmentId, Error>();
    const { environments } = this.#connection.ring;
    for await (const { environment, fetched, fault } of asCompleted(environments, fetchedAtOnce, (each) => this.#attempted(each))) {
      if (fetched) yield fetched;
      else if (fault) faults.set(environment, fault);
    }
    const [first] = faults.values();
    if (first === undefined) return;
    if (faults.size < environments.length) throw new UpstreamIncomplete(faults);
    throw [...faults.values()].find((fault) => !(fault instanceof UpstreamRejected)) ?? first;
  }

  async fetchEnvironment(environment: EnvironmentId): Promise<FetchedEnvironment | undefined> {
    const key = this.#connection.ring.of(environment);
    return key === undefined ? undefined : this.#fetched(environment, key);
  }

  fetchFeatureConfigs(environment: EnvironmentId, named: readonly string[]): Promise<FetchedItems> {
    return this.#named(environment, 'feature-configs', named);
  }

  fetchSegments(environment: EnvironmentId, named: readonly string[]): Promise<FetchedItems> {
    return this.#named(environment, 'target-segments', named);
  }

  async *fetchTargets(environment: EnvironmentId): AsyncGenerator<Target, void, undefined> {
    const { ring, admin } = this.#connection;
    const session = ring.of(environment)?.session;
    if (session === undefined || !admin.knows(session)) return;
    for await (const entry of admin.list(session, 'targets', 'targets')) {
      const target = targetIn(entry);
      if (target) yield target;
    }
  }

  openStream(): Promise<UpstreamStream> {
    return this.#connection.settings.streams ? followEnvironments(this.#connection) : pollEnvironments(this.#connection);
  }

  async #attempted(environment: EnvironmentId): Promise<{ environment: EnvironmentId; fetched?: FetchedEnvironment | undefined; fault?: Error }> {
    try {
      return { environment, fetched: await this.fetchEnvironment(environment) };
    } catch (error) {
      return { environment, fault: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  async #fetched(environment: EnvironmentId, key: SdkKey): Promise<FetchedEnvironment> {
    const [featureConfigs, segments, keys] = await Promise.all([
      this.#items.list(key, 'feature-configs'),
      this.#items.list(key, 'target-segments'),
      this.#connection.authKeys.fetch(environment),
    ]);
    return { id: environment, featureConfigs, segments, authKeys: keys.authKeys, ...(!keys.isWhole && { hasMoreKeys: true }) };
  }

  async #named(environment: EnvironmentId, list: 'feature-configs' | 'target-segments', named: readonly string[]): Promise<FetchedItems> {
    const key = this.#connection.ring.of(environment);
    // Nobody tells of an environment that no key has opened.
    if (key === undefined) throw new UpstreamRejected('There is no SDK key for the environment');
    if (named.length > maxSingleItems) return { items: await this.#items.list(key, list), isWhole: true };
    const items = await Promise.all(named.map((identifier) => this.#items.one(key, list, identifier)));
    return { items: items.flatMap((item) => item ?? []), isWhole: false };
  }
}
