import type { StreamState } from '../kernel/changes.js';

/** `PENDING`: the first attempt to get a configuration has not ended yet. */
export interface ConfigState {
  readonly state: 'PENDING' | 'SYNCED' | 'FAILED_TO_SYNC';
  readonly since: number;
}

/** What the relay knows about itself. Kept in memory, read by everybody, written by the Sync module (`shuttingDown` by the shutdown). */
export class RelayState {
  #config: ConfigState = { state: 'PENDING', since: Date.now() };
  #knowsKeys = false;
  #stream: StreamState = { state: 'INITIALIZING', since: Date.now() };
  /** Why the upstream cannot be read, in words for an operator; undefined while it can. */
  upstreamFault: string | undefined;
  /** The account the upstream named; a claim of the tokens we issue. */
  accountId: string | undefined;
  shuttingDown = false;
  /** Whether this node follows the upstream and writes the cache. */
  isLeading = false;

  get config(): ConfigState {
    return this.#config;
  }

  /** False until a configuration has been loaded: nobody can tell a right key from a wrong one, and many SDKs take a 401 as final. */
  get knowsKeys(): boolean {
    return this.#knowsKeys;
  }

  get stream(): StreamState {
    return this.#stream;
  }

  configIs(state: ConfigState['state']): void {
    if (state === 'SYNCED') this.#knowsKeys = true;
    if (this.#config.state !== state) this.#config = { state, since: Date.now() };
  }

  streamIs(state: StreamState['state']): void {
    if (this.#stream.state !== state) this.#stream = { state, since: Date.now() };
  }
}
