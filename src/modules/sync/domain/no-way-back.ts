import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentId } from '../../../kernel/configuration.js';

/** What a store has shown for so long is what it holds. */
const patienceMs = 30_000;
const mostExpected = 10_000;

type Domain = ConfigurationChange['domain'];

/**
 * A store may show an older item for a while: a master that took over lacks the latest writes, a leader that lost its term wrote its
 * last. Whoever holds a newer version keeps it, unless an event said that the item was made anew, or the store insists.
 */
export class NoWayBack {
  /** When each item was first seen with a lower version than is held. */
  readonly #since = new Map<EnvironmentId, Map<string, number>>();
  readonly #expected = new Set<string>();

  /** Environments of which something newer is held than the store shows. */
  get doubtful(): readonly EnvironmentId[] {
    return [...this.#since.keys()];
  }

  /** An event about an item with a new life: a lower version is right from now on. */
  expect({ environment, domain, event, identifier }: ConfigurationChange): void {
    if (event === 'patch') return;
    this.#expected.add(nameOf(environment, domain, identifier));
    const [oldest] = this.#expected;
    if (this.#expected.size > mostExpected && oldest !== undefined) this.#expected.delete(oldest);
  }

  /** The items of `after`, with those of `before` where they are newer. `now` is monotonic, in milliseconds. */
  merge(environment: EnvironmentId, domain: Domain, before: readonly ConfigItem[], after: readonly ConfigItem[], now: number): readonly ConfigItem[] {
    if (after === before) return after;
    const held = new Map(before.map((item) => [item.identifier, item]));
    const merged = after.map((item) => this.#newer(environment, domain, held.get(item.identifier), item, now));
    this.#forgetOthers(environment, domain, after);
    return merged.every((item, index) => item === after[index]) ? after : merged;
  }

  forget(environment: EnvironmentId): void {
    this.#since.delete(environment);
  }

  #newer(environment: EnvironmentId, domain: Domain, held: ConfigItem | undefined, item: ConfigItem, now: number): ConfigItem {
    const name = nameOf(environment, domain, item.identifier);
    const isOlder = held !== undefined && item.version > 0 && item.version < held.version;
    if (!isOlder || this.#expected.delete(name)) {
      this.#settle(environment, name);
      return item;
    }
    const since = this.#since.get(environment) ?? new Map<string, number>();
    const firstAt = since.get(name) ?? now;
    if (now - firstAt >= patienceMs) {
      this.#settle(environment, name);
      return item;
    }
    this.#since.set(environment, since.set(name, firstAt));
    return held;
  }

  #settle(environment: EnvironmentId, name: string): void {
    const since = this.#since.get(environment);
    if (since?.delete(name) && since.size === 0) this.#since.delete(environment);
  }

  /** What is gone from the store altogether is no older than what is held. */
  #forgetOthers(environment: EnvironmentId, domain: Domain, items: readonly ConfigItem[]): void {
    const shown = new Set(items.map(({ identifier }) => nameOf(environment, domain, identifier)));
    const start = nameOf(environment, domain, '');
    for (const name of [...(this.#since.get(environment)?.keys() ?? [])]) {
      if (name.startsWith(start) && !shown.has(name)) this.#settle(environment, name);
    }
  }
}

function nameOf(environment: EnvironmentId, domain: Domain, identifier: string): string {
  return `${JSON.stringify([environment, domain])} ${identifier}`;
}
