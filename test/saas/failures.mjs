/** The failures that were ordered. The first rule that matches a request strikes, as often as it says. */
export class Failures {
  /** @type {{ rule: import('./types.mjs').FailureRule, pattern: RegExp | string, left: number }[]} */
  #rules = [];

  /** @param {import('./types.mjs').FailureRule} rule */
  add(rule) {
    const pattern = typeof rule.path === 'string' || rule.path instanceof RegExp ? rule.path : new RegExp(rule.path.source, rule.path.flags);
    this.#rules.push({ rule, pattern, left: rule.times ?? Infinity });
  }

  clear() {
    this.#rules = [];
  }

  /**
   * @param {string} method
   * @param {string} path
   */
  take(method, path) {
    const entry = this.#rules.find(({ rule, pattern }) => (rule.method ?? method) === method && matches(pattern, path));
    if (entry === undefined) return undefined;
    entry.left -= 1;
    if (entry.left <= 0) this.#rules = this.#rules.filter((other) => other !== entry);
    return entry.rule;
  }
}

/**
 * @param {RegExp | string} pattern
 * @param {string} path
 */
function matches(pattern, path) {
  return typeof pattern === 'string' ? path.includes(pattern) : path.search(pattern) >= 0;
}
