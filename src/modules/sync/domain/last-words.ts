import type { ConfigurationChange, RelayChange } from '../../../kernel/changes.js';
import type { AuthKeyHash, EnvironmentId } from '../../../kernel/configuration.js';

/** What was told last of each environment, flag, group and key: whether it went. */
export class LastWords {
  readonly #gone = new Map<EnvironmentId, Set<string>>();
  readonly #removed = new Set<EnvironmentId>();
  #isNothingLeft = false;
  readonly #added = new Set<EnvironmentId>();

  /** `history`: oldest first. */
  constructor(history: readonly RelayChange[]) {
    for (const change of history) this.#take(change);
  }

  hasGone(environment: EnvironmentId): boolean {
    return this.#removed.has(environment) || (this.#isNothingLeft && !this.#added.has(environment));
  }

  itemHasGone(environment: EnvironmentId, domain: ConfigurationChange['domain'], identifier: string): boolean {
    return this.hasGone(environment) || this.#has(environment, `${domain} ${identifier}`);
  }

  keyHasGone(environment: EnvironmentId, key: AuthKeyHash): boolean {
    return this.hasGone(environment) || this.#has(environment, `key ${key}`);
  }

  #take(change: RelayChange): void {
    switch (change.event) {
      case 'delete':
        return this.#note(change.environment, `${change.domain} ${change.identifier}`, true);
      case 'create':
      case 'patch':
        return this.#note(change.environment, `${change.domain} ${change.identifier}`, false);
      case 'apiKeyRemoved':
      case 'apiKeyAdded':
        return this.#note(change.environment, `key ${change.authKey}`, change.event === 'apiKeyRemoved');
      case 'environmentsRemoved':
        for (const environment of change.environments) this.#removed.add(environment);
        return;
      case 'environmentsAdded':
        return this.#begin(change.environments);
      case 'proxyKeyDeleted':
        this.#isNothingLeft = true;
        this.#added.clear();
        return;
      default:
        return change satisfies never;
    }
  }

  /** One that comes anew brings items that nobody tells of one by one. */
  #begin(environments: readonly EnvironmentId[]): void {
    for (const environment of environments) {
      this.#removed.delete(environment);
      this.#gone.delete(environment);
      this.#added.add(environment);
    }
  }

  #note(environment: EnvironmentId, name: string, hasGone: boolean): void {
    const gone = this.#gone.get(environment) ?? new Set<string>();
    if (hasGone) this.#gone.set(environment, gone.add(name));
    else gone.delete(name);
  }

  #has(environment: EnvironmentId, name: string): boolean {
    return this.#gone.get(environment)?.has(name) === true;
  }
}
