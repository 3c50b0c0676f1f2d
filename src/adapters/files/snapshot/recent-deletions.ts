import type { ConfigurationChange, PastChange } from '../../../kernel/changes.js';
import type { EnvironmentConfig, EnvironmentId } from '../../../kernel/configuration.js';
import { differences } from '../../../modules/sync/domain/compare-items.js';

/** Far more than are deleted within a window of replay. */
const mostKept = 1_000;

/**
 * What went of late, and what began anew behind it. An SDK that was between two streams when a process ended is to hear of it, and the
 * configuration that is left does not show it.
 */
export class RecentDeletions {
  #changes: readonly PastChange[];

  /** Those of a former process, oldest first. What is older than `windowMs` is forgotten. */
  constructor(
    past: readonly PastChange[],
    private readonly windowMs: number,
  ) {
    this.#changes = past;
  }

  /** Oldest first, and the same array as before when nothing has changed. A clock that went back keeps none for ever. */
  at(now: number): readonly PastChange[] {
    const recent = this.#changes.filter(({ at }) => Math.abs(now - at) <= this.windowMs);
    if (recent.length < this.#changes.length) this.#changes = recent;
    return this.#changes;
  }

  /** The environment is gone. */
  forget(environment: EnvironmentId): void {
    const others = this.#changes.filter(({ change }) => change.environment !== environment);
    if (others.length < this.#changes.length) this.#changes = others;
  }

  note(before: EnvironmentConfig | undefined, after: EnvironmentConfig, now: number): void {
    if (!before || this.windowMs === 0 || (before.featureConfigs === after.featureConfigs && before.segments === after.segments)) return;
    const found = [...differences(after.id, 'flag', before.featureConfigs, after.featureConfigs), ...differences(after.id, 'target-segment', before.segments, after.segments)];
    const gone = new Set([...this.#changes.map(({ change }) => change), ...found].filter(({ event }) => event === 'delete').map(nameOf));
    const noted = found.filter((change) => change.event !== 'patch' && gone.has(nameOf(change)));
    if (noted.length > 0) this.#changes = [...this.at(now), ...noted.map((change) => ({ change, at: now }))].slice(-mostKept);
  }
}

function nameOf({ domain, environment, identifier }: ConfigurationChange): string {
  return JSON.stringify([domain, environment, identifier]);
}
