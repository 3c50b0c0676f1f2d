import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { Received } from './waiting-events.js';

/** As long as this all events of the environment wait for the late ones, so that they are told in their order. */
const orderedForMs = 1_500;

/** After this a late event is told as it is: its version may be one that SaaS never shows. */
const patienceMs = 45_000;

const shortestPauseMs = 100;
const longestPauseMs = 10_000;

/** How long events wait for a SaaS that answers from a copy behind its own events. */
export class LagPatience {
  readonly #behind: Readonly<Record<ConfigurationChange['domain'], readonly string[]>>;

  constructor(behind: Readonly<Record<ConfigurationChange['domain'], readonly string[]>>) {
    this.#behind = behind;
  }

  /** The pause before the next look grows with the age of the oldest event. */
  static pauseMs(late: readonly Received[], now: number): number {
    const age = now - Math.min(...late.map(({ at }) => at));
    return Math.min(longestPauseMs, Math.max(shortestPauseMs, age));
  }

  /** The events to tell now, and the ones that wait; all events of one item share their fate. */
  sort(events: readonly Received[], now: number): { readonly ready: readonly Received[]; readonly late: readonly Received[] } {
    const firstAt = new Map<string, number>();
    for (const { change, at } of events) {
      if (this.#isBehind(change) && !firstAt.has(itemOf(change))) firstAt.set(itemOf(change), at);
    }
    const patient = [...firstAt].filter(([, at]) => now - at < patienceMs);
    if (patient.some(([, at]) => now - at < orderedForMs)) return { ready: [], late: events };
    const waiting = new Set(patient.map(([item]) => item));
    return {
      ready: events.filter(({ change }) => !waiting.has(itemOf(change))),
      late: events.filter(({ change }) => waiting.has(itemOf(change))),
    };
  }

  #isBehind(change: ConfigurationChange): boolean {
    return this.#behind[change.domain].includes(change.identifier);
  }
}

function itemOf({ domain, identifier }: ConfigurationChange): string {
  return `${domain} ${identifier}`;
}
