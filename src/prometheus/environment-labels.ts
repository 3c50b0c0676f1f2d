const mostEnvironments = 1000;
const other = 'other';

/** Values of `envID` where environments are not known to exist: with BYPASS_AUTH a post of SDK metrics may name any. */
export class EnvironmentLabels {
  readonly #named = new Set<string>();

  of(environment: string): string {
    if (environment === '' || this.#named.has(environment)) return environment;
    if (this.#named.size >= mostEnvironments) return other;
    this.#named.add(environment);
    return environment;
  }
}
