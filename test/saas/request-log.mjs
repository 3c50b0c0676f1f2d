import { BoundedList } from './bounded-list.mjs';

const MAX_REQUESTS = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** What was asked, in order of arrival. `n` counts from 1 and is never used twice. */
export class RequestLog {
  /** @type {BoundedList<import('./types.mjs').LoggedRequest>} */
  #requests = new BoundedList(MAX_REQUESTS, MAX_BYTES);
  #received = 0;

  get requests() {
    return this.#requests.items;
  }

  /**
   * @param {Omit<import('./types.mjs').LoggedRequest, 'n' | 'at'>} request
   * @param {number} bytes
   */
  add(request, bytes) {
    this.#received += 1;
    this.#requests.push({ n: this.#received, ...request, at: Date.now() }, bytes);
  }

  clear() {
    this.#requests.clear();
  }
}
