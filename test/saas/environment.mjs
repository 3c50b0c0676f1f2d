import { hashKey } from './hash-key.mjs';
import { ItemList } from './item-list.mjs';

/** One environment as SaaS holds it. SDK keys are known by their hash alone. */
export class Environment {
  /** @type {Set<string>} */
  apiKeys;

  /** @param {import('./types.mjs').EnvironmentSource & { id: string }} source */
  constructor(source) {
    this.id = source.id;
    /** @type {import('./types.mjs').Target[]} */
    this.targets = [...(source.targets ?? [])];
    this.apiKeys = new Set((source.sdkKeys ?? []).map(hashKey));
    this.flags = new ItemList('feature', source.flags);
    this.segments = new ItemList('identifier', source.segments);
  }

  toJson() {
    const id = JSON.stringify(this.id);
    const apiKeys = JSON.stringify([...this.apiKeys]);
    return `{"id":${id},"apiKeys":${apiKeys},"featureConfigs":${this.flags.toJson()},"segments":${this.segments.toJson()}}`;
  }
}
