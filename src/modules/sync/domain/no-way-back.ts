import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentId } from '../../../kernel/configuration.js';

/** What a store has shown for so long is what it holds. */
const patienceMs = 30_000;
const mostExpected = 10_000;

type Domain = ConfigurationChange['domain'] | 'key';

/**
 * A store may show an older item for a while: a master that took over lacks the latest writes, a leader that lost its term wrote its
 * last. Whoever holds a newer version keeps it, unless an event said that the item was made anew, or the store insists. The same goes
 * for a part that is missing altogether, which a store short of memory may have evicted.
 */
export class NoWayBack {
  /** When each item was first seen with a lower version than is held. */
  readonly #since = new Map<EnvironmentId, Map<string, number>>();
  readonly #expected = new Set<string>();

  /** Environments of which something newer is held than the store shows. */
  get doubtful(): readonly EnvironmentId[] {
    return [...this.#since.keys()];
  }

  /** An event about an item with a new life: a lower version is right from now on, unless that life is held already. */
  expect({ environment, domain, event, identifier, version }: ConfigurationChange, held: ConfigItem | undefined): void {
    if (event === 'patch') return;
    const name = nameOf(environment, domain, identifier);
    this.#expected.delete(name);
    if (event === 'delete' ? !held : held?.version === version) return;
    this.#expected.add(name);
    const [oldest] = this.#expected;
    if (this.#expected.size > mostExpected && oldest !== undefined) this.#expected.delete(oldest);
  }

  /** The same for any event, while `run` runs and no longer. */
  async expecting<T>(change: ConfigurationChange | undefined, run: () => Promise<T>): Promise<T> {
    const name = change && nameOf(change.environment, change.domain, change.identifier);
    if (name === undefined || this.#expected.has(name)) return run();
    this.#expected.add(name);
    try {
      return await run();
    } finally {
      this.#expected.delete(name);
    }
  }

  /** The items of `after`, with those of `before` where they are newer. `now` is monotonic, in milliseconds. */
  merge(environment: EnvironmentId, domain: Domain, before: readonly ConfigItem[], after: readonly ConfigItem[], now: number): readonly ConfigItem[] {
    if (after === before) {
      this.settle(environment, domain);
      return after;
    }
    const held = new Map(before.map((item) => [item.identifier, item]));
    const merged = after.map((item) => this.#newer(environment, domain, held.get(item.identifier), item, now));
    this.#forgetOthers(environment, domain, after);
    return merged.every((item, index) => item === after[index]) ? after : merged;
  }

  /** Which of `held` stay although the store has nothing of the kind: all that nobody said had gone. */
  missing(environment: EnvironmentId, domain: Domain, held: readonly string[], hasGone: (identifier: string) => boolean, now: number): ReadonlySet<string> {
    return new Set(
      held.filter((identifier) => {
        const name = nameOf(environment, domain, identifier);
        const isDoubted = !hasGone(identifier) && this.#doubts(environment, name, now);
        if (!isDoubted) this.#settle(environment, name);
        return isDoubted;
      }),
    );
  }

  /** What the store shows of the kind counts. */
  settle(environment: EnvironmentId, domain: Domain): void {
    this.#forgetOthers(environment, domain, []);
  }

  forget(environment: EnvironmentId): void {
    this.#since.delete(environment);
  }

  #newer(environment: EnvironmentId, domain: Domain, held: ConfigItem | undefined, item: ConfigItem, now: number): ConfigItem {
    const name = nameOf(environment, domain, item.identifier);
    const isOlder = held !== undefined && item.version > 0 && item.version < held.version;
    // One that the store shows is the life that was expected, newer or not, unless it is what is held already.
    const wasExpected = item.version !== held?.version && this.#expected.delete(name);
    if (!isOlder || wasExpected) {
      this.#settle(environment, name);
      return item;
    }
    if (this.#doubts(environment, name, now)) return held;
    this.#settle(environment, name);
    return item;
  }

  #doubts(environment: EnvironmentId, name: string, now: number): boolean {
    const since = this.#since.get(environment) ?? new Map<string, number>();
    const firstAt = since.get(name) ?? now;
    this.#since.set(environment, since.set(name, firstAt));
    return now - firstAt < patienceMs;
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
