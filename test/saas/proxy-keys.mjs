import { hashKey } from './hash-key.mjs';

/** The proxy keys that SaaS accepts: two during a buffered rotation, none once the key was deleted. */
export class ProxyKeys {
  /** @type {Set<string>} */
  #accepted;

  /**
   * @param {string} key
   * @param {number} refusalStatus what a bad key is answered with: 403, or 401
   */
  constructor(key, refusalStatus) {
    this.#accepted = new Set([key]);
    this.refusalStatus = refusalStatus;
  }

  get isEmpty() {
    return this.#accepted.size === 0;
  }

  /** @param {unknown} key */
  accepts(key) {
    return typeof key === 'string' && this.#accepted.has(key);
  }

  /** @param {string} hash */
  acceptsHash(hash) {
    return [...this.#accepted].some((key) => hashKey(key) === hash);
  }

  /** @param {string} key */
  add(key) {
    this.#accepted.add(key);
  }

  /** @param {string} key */
  delete(key) {
    this.#accepted.delete(key);
  }
}
