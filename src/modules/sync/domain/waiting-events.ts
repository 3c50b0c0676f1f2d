import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { Span } from '../../../kernel/tracing.js';

/** An event of the upstream, with the moment it arrived (milliseconds of the monotonic clock). */
export interface Received {
  readonly change: ConfigurationChange;
  readonly at: number;
  /** Its place among the fetches. */
  readonly stamp: number;
  /** The upstream's stream that told it, counted. */
  readonly stream: number;
  /** Its way through the relay. */
  readonly span?: Span;
}

/**
 * Without the events that later ones make needless: of each item the last event stays, and the deletion before it. What is
 * left is bounded by the number of items, however many events arrive while the upstream cannot be asked.
 */
export function withoutOutdated(events: readonly Received[]): Received[] {
  const kept = new Map<string, Received[]>();
  for (const event of events) {
    const item = `${event.change.domain} ${event.change.identifier}`;
    const deletions = event.change.event === 'delete' ? [] : (kept.get(item) ?? []).filter(({ change }) => change.event === 'delete');
    kept.delete(item);
    kept.set(item, [...deletions, event]);
  }
  return [...kept.values()].flat();
}
