import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';

export type EnvironmentPart = keyof Omit<EnvironmentConfig, 'id'>;

/** Remembers, for each part of each environment, how recent the fetch was that it came from. */
export class FetchOrder {
  readonly #taken = new Map<EnvironmentId, Map<EnvironmentPart, number>>();
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

  /** Whether nothing of the environment was fetched after `stamp`. */
  isBefore(environment: EnvironmentId, stamp: number): boolean {
    return [...(this.#taken.get(environment)?.values() ?? [])].every((taken) => taken <= stamp);
  }

  forget(environment: EnvironmentId): void {
    this.#taken.delete(environment);
  }
}
