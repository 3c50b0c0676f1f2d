import type { EnvironmentId } from '../../../kernel/configuration.js';

type Load<Part, T> = (environment: EnvironmentId, part: Part) => Promise<T>;

/** Loads of one environment run one after the other; of those that wait for the same part, one is enough. */
export class Loads<Part extends string, T> {
  readonly #last = new Map<EnvironmentId, Promise<unknown>>();
  readonly #next = new Map<string, Promise<T>>();

  constructor(private readonly load: Load<Part, T>) {}

  /** A load that begins after this call. Rejects as it does. */
  next(environment: EnvironmentId, part: Part): Promise<T> {
    const name = `${part} ${environment}`;
    const waiting = this.#next.get(name);
    if (waiting) return waiting;

    const before = this.#last.get(environment) ?? Promise.resolve();
    const next = before.then(() => {
      this.#next.delete(name);
      return this.load(environment, part);
    });
    this.#next.set(name, next);
    const settled = next.catch(() => undefined);
    this.#last.set(environment, settled);
    void settled.then(() => {
      if (this.#last.get(environment) === settled) this.#last.delete(environment);
    });
    return next;
  }
}
