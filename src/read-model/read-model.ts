import type { AuthKeyHash, EnvironmentConfig, EnvironmentId } from '../kernel/configuration.js';
import { DataAges } from './data-ages.js';
import { EnvironmentSnapshot, type EvaluationSettings } from './environment-snapshot.js';

/** The one map of environment snapshots, and of the keys that open them. Read by everybody, written by the Sync module alone. */
export class ReadModel {
  readonly ages = new DataAges();
  readonly #settings: EvaluationSettings;
  readonly #snapshots = new Map<EnvironmentId, EnvironmentSnapshot>();
  readonly #environmentByKey = new Map<AuthKeyHash, EnvironmentId>();

  constructor(settings: EvaluationSettings) {
    this.#settings = settings;
  }

  environment(id: EnvironmentId): EnvironmentSnapshot | undefined {
    return this.#snapshots.get(id);
  }

  /** The environment a key opens now; undefined as soon as the key or its environment is gone. */
  environmentOfKey(key: AuthKeyHash): EnvironmentId | undefined {
    return this.#environmentByKey.get(key);
  }

  environmentIds(): EnvironmentId[] {
    return [...this.#snapshots.keys()];
  }

  get size(): number {
    return this.#snapshots.size;
  }

  install(config: EnvironmentConfig): void {
    const previous = this.#snapshots.get(config.id);
    if (previous?.config.authKeys !== config.authKeys) {
      this.#forgetKeys(previous);
      for (const key of config.authKeys) this.#environmentByKey.set(key, config.id);
    }
    this.#settings.onInstall?.();
    this.#snapshots.set(config.id, new EnvironmentSnapshot(config, this.#settings, previous));
  }

  remove(id: EnvironmentId): void {
    this.#forgetKeys(this.#snapshots.get(id));
    this.#snapshots.delete(id);
    this.ages.forget(id);
  }

  #forgetKeys(snapshot: EnvironmentSnapshot | undefined): void {
    for (const key of snapshot?.config.authKeys ?? []) {
      if (this.#environmentByKey.get(key) === snapshot?.id) this.#environmentByKey.delete(key);
    }
  }
}
