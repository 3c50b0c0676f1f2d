import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentId } from '../../../kernel/configuration.js';

/** What a store has shown for so long is what it holds. */
const patienceMs = 30_000;
const mostExpected = 10_000;

type Domain = ConfigurationChange['domain'] | 'key';

interface Life {
  /** The highest version of all lives before: what a store that is behind may show once more. */
  readonly former: number;
  /** The last version that was told of this life; undefined once the item has ended. */
  readonly told: number | undefined;
  /** What is held may be of a former life: a lower version counts. */
  readonly isExpected: boolean;
}

/**
 * A store may show an older item for a while: a master that took over lacks the latest writes, a leader that lost its term wrote its
 * last. Whoever holds a newer version keeps it, unless an event said that the item was made anew, or the store insists. The same goes
 * for a part that is missing altogether, which a store short of memory may have evicted.
 */
export class NoWayBack {
  /** When each item was first seen with a lower version than is held. */
  readonly #since = new Map<EnvironmentId, Map<string, number>>();
  /** Of items that have ended or begun anew, as far as events told. */
  readonly #lives = new Map<string, Life>();
  /** Items that are read because a leader told again of their end or their beginning. */
  readonly #retold = new Set<string>();

  /** Environments of which something newer is held than the store shows. */
  get doubtful(): readonly EnvironmentId[] {
    return [...this.#since.keys()];
  }

  /** What an event tells of the life of an item: a lower version than `held` is right from now on, unless that life is held already. */
  expect({ environment, domain, event, identifier, version }: ConfigurationChange, held: ConfigItem | undefined): void {
    const name = nameOf(environment, domain, identifier);
    const known = this.#lives.get(name);
    if (event === 'patch') {
      if (known) this.#lives.set(name, { ...known, told: version, isExpected: known.isExpected && held?.version !== version });
      return;
    }
    const isExpected = event === 'delete' ? held !== undefined : held?.version !== version;
    const former = Math.max(known?.former ?? 0, event === 'delete' ? version : 0, isExpected ? (held?.version ?? 0) : 0);
    this.#lives.delete(name);
    this.#lives.set(name, { former, told: event === 'delete' ? undefined : version, isExpected });
    const [oldest] = this.#lives.keys();
    if (this.#lives.size > mostExpected && oldest !== undefined) this.#lives.delete(oldest);
  }

  /** While `run` runs a lower version of the item is right, whatever was told. */
  async expecting<T>(change: ConfigurationChange | undefined, run: () => Promise<T>): Promise<T> {
    const name = change && nameOf(change.environment, change.domain, change.identifier);
    if (name === undefined || this.#retold.has(name)) return run();
    this.#retold.add(name);
    try {
      return await run();
    } finally {
      this.#retold.delete(name);
    }
  }

  /** The items of `after`, with those of `before` where they are newer, unless the node is not wary. `now` is monotonic, in milliseconds. */
  merge(environment: EnvironmentId, domain: Domain, before: readonly ConfigItem[], after: readonly ConfigItem[], now: number, isWary = true): readonly ConfigItem[] {
    if (after === before) {
      this.settle(environment, domain);
      return after;
    }
    const held = new Map(before.map((item) => [item.identifier, item]));
    const merged = after.map((item) => this.#newer(environment, domain, held.get(item.identifier), item, now, isWary));
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

  #newer(environment: EnvironmentId, domain: Domain, held: ConfigItem | undefined, item: ConfigItem, now: number, isWary: boolean): ConfigItem {
    const name = nameOf(environment, domain, item.identifier);
    const isOlder = held !== undefined && item.version > 0 && item.version < held.version;
    if (!isOlder || !isWary || this.#isAnew(name)) {
      if (item.version !== held?.version) this.#seen(name, item.version, isOlder);
      this.#settle(environment, name);
      return item;
    }
    if (this.#doubts(environment, name, now)) return held;
    this.#settle(environment, name);
    return item;
  }

  #isAnew(name: string): boolean {
    return this.#retold.delete(name) || this.#lives.get(name)?.isExpected === true;
  }

  /** A store that is behind may show the former life once more, also after the new one: then that is expected again. */
  #seen(name: string, version: number, isOlder: boolean): void {
    const life = this.#lives.get(name);
    if (!life) return;
    const isOfThisLife = version === life.told || (isOlder && life.told === undefined) || (!isOlder && version > life.former);
    this.#lives.set(name, { ...life, isExpected: !isOfThisLife });
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
