import type { ConfigItem, EnvironmentId } from '../../../kernel/configuration.js';
import type { EnvironmentPart } from './fetch-order.js';

/** What is told about one flag, group or key alone: by an event, or by a fetch of that item. */
export interface Edit {
  readonly part: EnvironmentPart;
  readonly identifier: string;
  readonly event: 'added' | 'removed';
  /** The flag or group that is added, in the place of the one that is there. */
  readonly item?: ConfigItem;
  /** When the event arrived, or the fetch of the item began, among the fetches. */
  readonly stamp: number;
}

const maxEdits = 1000;

/**
 * Edits that are newer than the last fetch of their part. A fetch that began before an edit is still good for everything
 * else it brings; the edit is then made again. Bounded, oldest dropped.
 */
export class RecentEdits {
  readonly #edits = new Map<EnvironmentId, readonly Edit[]>();

  note(environment: EnvironmentId, edit: Edit): void {
    const others = this.#of(environment).filter(({ part, identifier }) => part !== edit.part || identifier !== edit.identifier);
    this.#edits.set(environment, [...others.slice(1 - maxEdits), edit]);
  }

  since(environment: EnvironmentId, part: EnvironmentPart, stamp: number): readonly Edit[] {
    return this.#of(environment).filter((edit) => edit.part === part && edit.stamp > stamp);
  }

  /** A part was fetched at `stamp`: fetches that began earlier are not taken any more, so earlier edits are settled. */
  settle(environment: EnvironmentId, part: EnvironmentPart, stamp: number): void {
    const left = this.#of(environment).filter((edit) => edit.part !== part || edit.stamp > stamp);
    if (left.length > 0) this.#edits.set(environment, left);
    else this.#edits.delete(environment);
  }

  forget(environment: EnvironmentId): void {
    this.#edits.delete(environment);
  }

  #of(environment: EnvironmentId): readonly Edit[] {
    return this.#edits.get(environment) ?? [];
  }
}
