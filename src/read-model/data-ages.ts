import type { EnvironmentId } from '../kernel/configuration.js';

/** For how long each environment may have been behind the upstream. Times are Unix milliseconds. */
export class DataAges {
  readonly #confirmedAt = new Map<EnvironmentId, number>();
  readonly #awaitedSince = new Map<EnvironmentId, number>();
  readonly #startedAt = Date.now();

  /** All of the environment was fetched from the upstream. */
  confirm(environment: EnvironmentId): void {
    this.#confirmedAt.set(environment, Date.now());
  }

  /** Something newer was told of and is not held yet. */
  awaits(environment: EnvironmentId): void {
    if (!this.#awaitedSince.has(environment)) this.#awaitedSince.set(environment, Date.now());
  }

  /** What was told of is held. */
  caughtUp(environment: EnvironmentId): void {
    this.#awaitedSince.delete(environment);
  }

  forget(environment: EnvironmentId): void {
    this.#confirmedAt.delete(environment);
    this.#awaitedSince.delete(environment);
  }

  /** While changes are told, what is held is current but for what has been told and not been fetched. `toldUntil`: since when they are not. */
  age(environment: EnvironmentId, toldUntil: number | undefined, now: number): number {
    const awaited = this.#awaitedSince.get(environment);
    const current = toldUntil ?? now;
    const since = Math.max(this.#confirmedAt.get(environment) ?? this.#startedAt, current);
    return Math.max(0, now - (awaited === undefined ? since : Math.min(awaited, since)));
  }
}
