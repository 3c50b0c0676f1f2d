import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';

type Current = (environment: EnvironmentId) => EnvironmentConfig | undefined;

/** Under which revision each environment came that is held as it came: the same need not be read, compared or copied again. */
export class HeldRevisions {
  #held: ReadonlyMap<string, EnvironmentConfig> = new Map();
  readonly #current: Current;

  /** `current` is what is held now. */
  constructor(current: Current) {
    this.#current = current;
  }

  find(revision: string): EnvironmentConfig | undefined {
    const config = this.#held.get(revision);
    return config && this.#current(config.id) === config ? config : undefined;
  }

  /** A whole configuration came: those that came before it count no more. */
  replace(fetched: Iterable<{ readonly revision: string; readonly config: EnvironmentConfig }>): void {
    const held = new Map<string, EnvironmentConfig>();
    for (const { revision, config } of fetched) held.set(revision, config);
    this.#held = held;
  }
}
