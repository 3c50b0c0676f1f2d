import { randomUUID } from 'node:crypto';

import { Environment } from './environment.mjs';
import { hashKey } from './hash-key.mjs';

/** All environments of the proxy key, in order of addition. */
export class Environments {
  /** @type {Map<string, Environment>} */
  #held = new Map();

  get all() {
    return [...this.#held.values()];
  }

  /** @param {import('./types.mjs').EnvironmentSource} source */
  add(source) {
    const environment = new Environment({ ...source, id: source.id ?? randomUUID() });
    this.#held.set(environment.id, environment);
    return environment;
  }

  /** @param {string} id */
  remove(id) {
    return this.#held.delete(id);
  }

  /** @param {string} id */
  find(id) {
    return this.#held.get(id);
  }

  /** @param {string} id */
  get(id) {
    const environment = this.#held.get(id);
    if (environment === undefined) throw new Error(`the stand-in SaaS has no environment "${id}"`);
    return environment;
  }

  /** @param {string} sdkKey */
  findBySdkKey(sdkKey) {
    const hash = hashKey(sdkKey);
    return this.all.find(({ apiKeys }) => apiKeys.has(hash));
  }
}
