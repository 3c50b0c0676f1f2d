import { RequestTally } from './request-tally.js';

/** The tallies of all routes and environments. Bounded by both: routes are patterns, environments those of verified tokens. */
export class RequestTallies implements Iterable<RequestTally> {
  readonly #byUrl = new Map<string, Map<string, RequestTally>>();

  of(url: string, envID: string): RequestTally {
    return this.#byUrl.get(url)?.get(envID) ?? this.#add(url, envID);
  }

  *[Symbol.iterator](): Iterator<RequestTally> {
    for (const byEnvironment of this.#byUrl.values()) yield* byEnvironment.values();
  }

  #add(url: string, envID: string): RequestTally {
    const byEnvironment = this.#byUrl.get(url) ?? new Map<string, RequestTally>();
    const tally = new RequestTally(url, envID);
    this.#byUrl.set(url, byEnvironment.set(envID, tally));
    return tally;
  }
}
