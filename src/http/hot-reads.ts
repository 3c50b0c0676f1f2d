import type { EnvironmentId } from '../kernel/configuration.js';
import type { FreshPart } from '../ports/freshness.port.js';
import type { EncodedBody } from '../read-model/encoded-body.js';

/** What a path under `/client/env/…` names: all items of a kind, or one. Undefined when there is nothing to serve. */
export type HotRead = (environment: EnvironmentId, identifier: string | undefined, rules: 'v2' | undefined) => EncodedBody | undefined;

interface KnownRead {
  /** What has to be the latest there is: what is read, and whether the key still opens it. */
  readonly parts: readonly FreshPart[];
  readonly read: HotRead;
  readonly listUrl: string;
  readonly itemUrl: string;
}

/** The reads that make up nearly all traffic, by the kind in their path. Controllers add theirs beside the route that stays in charge of them. */
export class HotReads {
  readonly #byKind = new Map<string, KnownRead>();

  add(kind: string, part: FreshPart, read: HotRead): void {
    const listUrl = `/client/env/:environment_uuid/${kind}`;
    this.#byKind.set(kind, { parts: [part, 'authKeys'], read, listUrl, itemUrl: `${listUrl}/:identifier` });
  }

  find(kind: string): KnownRead | undefined {
    return this.#byKind.get(kind);
  }
}
