import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';

/**
 * What this node knows from the upstream itself, while it leads. There its memory is the truth and the cache may be behind; for
 * everything else it is the other way round.
 */
@Injectable()
export class FirstHand {
  readonly #known = new Set<EnvironmentId>();
  #unfetched = new Set<EnvironmentId>();
  #isOpen = false;
  #isWhole = false;
  #spell = 0;

  /** Counts the times that this node has led. */
  get spell(): number {
    return this.#spell;
  }

  /** Whether anything may be learned from the upstream at all: what arrives afterwards is too late. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** A whole configuration has been fetched since this node leads. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  covers(environment: EnvironmentId): boolean {
    return this.#known.has(environment) || (this.#isWhole && !this.#unfetched.has(environment));
  }

  begin(): void {
    this.end();
    this.#spell += 1;
    this.#isOpen = true;
  }

  note(environment: EnvironmentId): void {
    if (!this.#isOpen || this.covers(environment)) return;
    this.#unfetched.delete(environment);
    if (!this.#isWhole) this.#known.add(environment);
  }

  /** A whole configuration has been fetched, but for some environments of which nothing was known before either. */
  noteAllBut(unfetched: readonly EnvironmentId[]): void {
    if (!this.#isOpen) return;
    this.#unfetched = new Set(unfetched.filter((environment) => !this.covers(environment)));
    this.#isWhole = true;
    this.#known.clear();
  }

  end(): void {
    this.#isOpen = false;
    this.#isWhole = false;
    this.#known.clear();
    this.#unfetched = new Set();
  }
}
