import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';

/** What is done to one environment is done one after the other, whoever does it. */
@Injectable()
export class EnvironmentLanes {
  readonly #lanes = new Map<EnvironmentId, Promise<unknown>>();

  run<T>(environment: EnvironmentId, task: () => Promise<T>): Promise<T> {
    const result = (this.#lanes.get(environment) ?? Promise.resolve()).then(task);
    const settled = result.catch(() => undefined);
    this.#lanes.set(environment, settled);
    void settled.then(() => {
      if (this.#lanes.get(environment) === settled) this.#lanes.delete(environment);
    });
    return result;
  }

  /** Environments to which something is being done. */
  busy(): readonly EnvironmentId[] {
    return [...this.#lanes.keys()];
  }
}
