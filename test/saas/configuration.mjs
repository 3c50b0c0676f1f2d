import { hashKey } from './hash-key.mjs';
import { replaceItems } from './replace-items.mjs';

/** Changes what SaaS holds and tells it on the open streams, unless `announce` is false. */
export class Configuration {
  #state;

  /** @param {import('./saas-state.mjs').SaasState} state */
  constructor(state) {
    this.#state = state;
  }

  /**
   * @param {import('./types.mjs').EnvironmentSource} source
   * @param {boolean} announce
   */
  addEnvironment(source, announce) {
    const { id } = this.#state.environments.add(source);
    if (announce) this.#tell({ event: 'environmentsAdded', domain: 'proxy', environments: [id] });
    return id;
  }

  /**
   * @param {string} id
   * @param {boolean} announce
   */
  removeEnvironment(id, announce) {
    this.#state.environments.remove(id);
    if (announce) this.#tell({ event: 'environmentsRemoved', domain: 'proxy', environments: [id] });
  }

  /**
   * @param {string} environment
   * @param {string} sdkKey
   * @param {boolean} announce
   */
  addSdkKey(environment, sdkKey, announce) {
    const apiKey = hashKey(sdkKey);
    this.#state.environments.get(environment).apiKeys.add(apiKey);
    if (announce) this.#tell({ event: 'apiKeyAdded', domain: 'proxy', environments: [environment], apiKey });
  }

  /**
   * @param {string} environment
   * @param {string} sdkKey
   * @param {boolean} announce
   */
  removeSdkKey(environment, sdkKey, announce) {
    const apiKey = hashKey(sdkKey);
    this.#state.environments.get(environment).apiKeys.delete(apiKey);
    if (announce) this.#tell({ event: 'apiKeyRemoved', domain: 'proxy', environments: [environment], apiKey });
  }

  /**
   * @param {'flag' | 'target-segment'} domain
   * @param {string} environment
   * @param {object | string} source
   * @param {boolean} announce
   */
  putItem(domain, environment, source, announce) {
    const list = this.#listOf(domain, environment);
    const known = new Set(list.items.map(({ identifier }) => identifier));
    const item = list.put(source);
    if (announce) this.#tellItem(domain, known.has(item.identifier) ? 'patch' : 'create', environment, item);
    return item.version;
  }

  /**
   * @param {'flag' | 'target-segment'} domain
   * @param {string} environment
   * @param {string} identifier
   * @param {object} fields
   * @param {boolean} announce
   */
  patchItem(domain, environment, identifier, fields, announce) {
    const item = this.#listOf(domain, environment).find(identifier);
    if (item === undefined) throw new Error(`the environment has no ${domain} "${identifier}"`);
    const { version: _, ...held } = JSON.parse(item.json);
    return this.putItem(domain, environment, { ...held, ...fields }, announce);
  }

  /**
   * @param {'flag' | 'target-segment'} domain
   * @param {string} environment
   * @param {string} identifier
   * @param {boolean} announce
   */
  deleteItem(domain, environment, identifier, announce) {
    const item = this.#listOf(domain, environment).delete(identifier);
    if (item === undefined) throw new Error(`the environment has no ${domain} "${identifier}"`);
    if (announce) this.#tellItem(domain, 'delete', environment, item);
  }

  /**
   * @param {'flag' | 'target-segment'} domain
   * @param {string} environment
   * @param {readonly (object | string)[] | null} sources
   * @param {boolean} announce
   */
  replaceItems(domain, environment, sources, announce) {
    const changes = replaceItems(this.#listOf(domain, environment), sources);
    if (announce) for (const { event, item } of changes) this.#tellItem(domain, event, environment, item);
  }

  /**
   * @param {string} proxyKey
   * @param {boolean} announce
   */
  deleteProxyKey(proxyKey, announce) {
    this.#state.proxyKeys.delete(proxyKey);
    if (announce) this.#state.streams.emit({ event: 'proxyKeyDeleted', domain: 'proxy' }, proxyKey);
  }

  /**
   * @param {'flag' | 'target-segment'} domain
   * @param {string} environment
   */
  #listOf(domain, environment) {
    const { flags, segments } = this.#state.environments.get(environment);
    return domain === 'flag' ? flags : segments;
  }

  /**
   * @param {'flag' | 'target-segment'} domain
   * @param {'create' | 'patch' | 'delete'} event
   * @param {string} environment
   * @param {import('./types.mjs').HeldItem} item
   */
  #tellItem(domain, event, environment, { identifier, version }) {
    this.#tell({ event, domain, identifier, version, environment, apiKey: '' });
  }

  /** @param {object} event */
  #tell(event) {
    this.#state.streams.emit(event);
  }
}
