import { BoundedList } from './bounded-list.mjs';

const MAX_POSTS = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_COUNTERS = 1_000_000;

/** The metrics that were accepted. The sums go on when old posts are forgotten. */
export class MetricsIntake {
  /** @type {BoundedList<import('./types.mjs').MetricsPost>} */
  #posts = new BoundedList(MAX_POSTS, MAX_BYTES);
  /** @type {Map<string, import('./types.mjs').MetricsCount>} */
  #counts = new Map();
  #received = 0;

  get posts() {
    return this.#posts.items;
  }

  get counts() {
    return [...this.#counts.values()].map((count) => ({ ...count }));
  }

  /**
   * @param {string} environment
   * @param {import('./types.mjs').MetricsBody} body
   * @param {number} bytes
   */
  add(environment, body, bytes) {
    this.#received += 1;
    this.#posts.push({ n: this.#received, environment, body }, bytes);
    for (const entry of body.metricsData ?? []) this.#count(environment, entry);
  }

  /** Forgets everything, the sums included. */
  clear() {
    this.#posts.clear();
    this.#counts.clear();
  }

  /**
   * @param {string} environment
   * @param {import('./types.mjs').MetricsEntry} entry
   */
  #count(environment, entry) {
    const attributes = Object.fromEntries((entry.attributes ?? []).map(({ key, value }) => [key, value]));
    const flag = attributes.featureIdentifier ?? attributes.featureName ?? '';
    const variation = attributes.variationIdentifier ?? '';
    const sdk = [attributes.SDK_LANGUAGE, attributes.SDK_VERSION].filter(Boolean).join(' ');
    const key = JSON.stringify([environment, flag, variation, sdk]);
    const known = this.#counts.get(key);
    if (known !== undefined) known.count += entry.count;
    else if (this.#counts.size < MAX_COUNTERS) this.#counts.set(key, { environment, flag, variation, sdk, count: entry.count });
    else throw new Error('the stand-in SaaS cannot hold more metrics counters');
  }
}
