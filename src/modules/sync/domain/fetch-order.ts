import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';

export type EnvironmentPart = keyof Omit<EnvironmentConfig, 'id'>;

const maxRemembered = 10_000;

/**
 * Remembers, for each part of each environment, how recent the fetch was that it came from, and when environments were
 * removed: an answer that was on its way meanwhile must not bring them back.
 */
export class FetchOrder {
  readonly #taken = new Map<EnvironmentId, Map<EnvironmentPart, number>>();
  readonly #removed = new Map<EnvironmentId, number>();
  #allRemoved = 0;
  #latest = 0;

  next(): number {
    return ++this.#latest;
  }

  /** False when the part already holds the result of a later fetch. */
  take(environment: EnvironmentId, part: EnvironmentPart, stamp: number): boolean {
    const parts = this.#taken.get(environment) ?? new Map<EnvironmentPart, number>();
    if ((parts.get(part) ?? 0) > stamp) return false;
    parts.set(part, stamp);
    this.#taken.set(environment, parts);
    return true;
  }

  /** Whether the part holds the result of a fetch that began after `stamp`. */
  isAfter(environment: EnvironmentId, part: EnvironmentPart, stamp: number): boolean {
    return (this.#taken.get(environment)?.get(part) ?? 0) > stamp;
  }

  /** Whether nothing of the environment was fetched after `stamp`. */
  isBefore(environment: EnvironmentId, stamp: number): boolean {
    return [...(this.#taken.get(environment)?.values() ?? [])].every((taken) => taken <= stamp);
  }

  /** Whether a fetch begun at `stamp` can know the environment: it has not been removed since. */
  admits(environment: EnvironmentId, stamp: number): boolean {
    return stamp > this.#allRemoved && stamp > (this.#removed.get(environment) ?? 0);
  }

  removed(environment: EnvironmentId, stamp: number): void {
    this.#taken.delete(environment);
    this.#removed.delete(environment);
    this.#removed.set(environment, stamp);
    const [oldest] = this.#removed.keys();
    if (this.#removed.size > maxRemembered && oldest !== undefined) this.#removed.delete(oldest);
  }

  allRemoved(stamp: number): void {
    this.#allRemoved = stamp;
    this.#removed.clear();
  }
}
