import type { ConfigItem } from '../../../kernel/configuration.js';
import { Pace } from '../../../kernel/pace.js';
import { configItemsOf } from '../config-items.js';
import { expectAccepted } from '../saas-answer.js';
import { unexpectedAnswer } from '../unexpected-answer.js';
import type { SdkKey } from './sdk-key.js';
import type { ItemList } from './sdk-key-routes.js';
import type { SdkKeysConnection } from './sdk-keys-connection.js';

const namedBy = { 'feature-configs': 'feature', 'target-segments': 'identifier' } as const;

/** Reads the flags and the groups of the environment that a key opens. */
export class EnvironmentItems {
  readonly #connection: SdkKeysConnection;
  readonly #pace = new Pace();

  constructor(connection: SdkKeysConnection) {
    this.#connection = connection;
  }

  async list(key: SdkKey, list: ItemList): Promise<readonly ConfigItem[]> {
    const { routes } = this.#connection;
    const answer = await key.request((session) => routes.items(session, list));
    expectAccepted(answer.status, `/client/env/:env/${list}`);
    return this.#itemsIn(answer.text, list);
  }

  /** Undefined when it is not there. */
  async one(key: SdkKey, list: ItemList, identifier: string): Promise<ConfigItem | undefined> {
    const { routes } = this.#connection;
    const answer = await key.request((session) => routes.items(session, list, identifier));
    if (answer.status === 404) return undefined;
    expectAccepted(answer.status, `/client/env/:env/${list}/:identifier`);
    const items = await this.#itemsIn(`[${answer.text}]`, list);
    return items.find((item) => item.identifier === identifier);
  }

  async #itemsIn(text: string, list: ItemList): Promise<readonly ConfigItem[]> {
    try {
      return await configItemsOf(text, namedBy[list], this.#pace, this.#connection.log);
    } catch (fault) {
      throw unexpectedAnswer(`/client/env/:env/${list}`, fault);
    }
  }
}
