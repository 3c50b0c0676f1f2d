import type { RelayChange } from '../../../kernel/changes.js';
import type { AuthKeyHash, EnvironmentId } from '../../../kernel/configuration.js';
import type { Log } from '../../../kernel/log.js';
import { UpstreamRejected } from '../../../ports/saas-client.port.js';
import { isRecord } from '../is-record.js';
import { isText } from '../is-text.js';
import type { AdminApi } from './admin-api.js';
import type { SdkKeyRing } from './sdk-key-ring.js';

/** The SDK keys of one environment. */
export interface KeyList {
  readonly authKeys: readonly AuthKeyHash[];
  /** False while the admin API has not told the others. */
  readonly isWhole: boolean;
}

/** Which SDK keys open which environment: those that the admin API lists, and those that we hold ourselves. */
export class AuthKeyLists {
  readonly #told = new Map<EnvironmentId, readonly AuthKeyHash[]>();

  constructor(
    private readonly ring: SdkKeyRing,
    private readonly admin: AdminApi,
    private readonly log: Log,
  ) {}

  /** The list as it is now, or as it was told last while the admin API is away. Never rejects. */
  async fetch(environment: EnvironmentId): Promise<KeyList> {
    const session = this.ring.of(environment)?.session;
    if (session === undefined || !this.admin.knows(session)) return { authKeys: this.#own(environment), isWhole: true };
    try {
      const listed: AuthKeyHash[] = [];
      for await (const entry of this.admin.list(session, 'apikey', 'apiKeys')) {
        const key = isRecord(entry) ? entry['key'] : undefined;
        if (isText(key)) listed.push(key.toLowerCase());
      }
      this.#told.set(environment, listed);
    } catch (error) {
      const fields = { environment, reason: error instanceof Error ? error.message : String(error) };
      if (error instanceof UpstreamRejected) this.log.error(fields, 'ADMIN_SERVICE refuses ADMIN_SERVICE_TOKEN: new and removed SDK keys stay unknown');
      else this.log.warn(fields, 'SDK keys could not be listed: those known stay good');
    }
    return this.#known(environment);
  }

  /** Fetches the list anew and gives what changed; undefined when there was no whole list before and there is one now. */
  async changes(environment: EnvironmentId): Promise<readonly RelayChange[] | undefined> {
    const session = this.ring.of(environment)?.session;
    if (session === undefined || !this.admin.knows(session)) return [];
    const before = this.#known(environment);
    const after = await this.fetch(environment);
    if (!before.isWhole) return after.isWhole ? undefined : [];
    const change = (event: 'apiKeyAdded' | 'apiKeyRemoved') => (authKey: AuthKeyHash) => ({ domain: 'proxy', event, environment, authKey }) as const;
    return [
      ...before.authKeys.filter((key) => !after.authKeys.includes(key)).map(change('apiKeyRemoved')),
      ...after.authKeys.filter((key) => !before.authKeys.includes(key)).map(change('apiKeyAdded')),
    ];
  }

  #known(environment: EnvironmentId): KeyList {
    const told = this.#told.get(environment);
    return { authKeys: [...new Set([...(told ?? []), ...this.#own(environment, told)])], isWhole: told !== undefined };
  }

  /** A key that the upstream refuses and the admin API does not list any more has been removed. */
  #own(environment: EnvironmentId, told?: readonly AuthKeyHash[]): readonly AuthKeyHash[] {
    const keys = this.ring.keysOf(environment).filter(({ isRefused, hash }) => !isRefused || told === undefined || told.includes(hash));
    return keys.map(({ hash }) => hash);
  }
}
