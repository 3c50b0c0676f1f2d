import { setTimeout as delay } from 'node:timers/promises';
import type { StreamState } from '../kernel/changes.js';
import type { EnvironmentId } from '../kernel/configuration.js';

/** `PENDING`: the first attempt to get a configuration has not ended yet. */
export interface ConfigState {
  readonly state: 'PENDING' | 'SYNCED' | 'FAILED_TO_SYNC';
  readonly since: number;
}

/** A credential for the upstream that gives us nothing now, and the environment it is for as far as that is known. */
export interface UnservedCredential {
  readonly name: string;
  readonly reason: string;
  readonly isRefused: boolean;
  readonly environment?: EnvironmentId | undefined;
}

/** What the relay knows about itself. Kept in memory, read by everybody, written by the Sync module (`shuttingDown` by the shutdown). */
export class RelayState {
  #config: ConfigState = { state: 'PENDING', since: Date.now() };
  readonly #tried = new AbortController();
  #knowsKeys = false;
  #stream: StreamState = { state: 'INITIALIZING', since: Date.now() };
  #interrupted: ReadonlyMap<EnvironmentId, string> = new Map();
  #unserved: readonly UnservedCredential[] = [];
  #unfollowedSince: number | undefined;
  #toldUntil: number | undefined = 0;
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
    return this.#knowsKeys && !this.#unserved.some(({ isRefused, environment }) => !isRefused && environment === undefined);
  }

  /** Resolves once the first attempt to get a configuration has ended, after `limitMs` at the latest. */
  async tried(limitMs: number): Promise<void> {
    await delay(limitMs, undefined, { signal: this.#tried.signal }).catch(() => undefined);
  }

  get stream(): StreamState {
    return this.#stream;
  }

  /** CONNECTED only while the changes of every environment arrive. */
  get wholeStream(): StreamState {
    const { state, since } = this.#stream;
    return state === 'CONNECTED' && this.#unfollowedSince !== undefined ? { state: 'DISCONNECTED', since: this.#unfollowedSince } : { state, since };
  }

  /** Whether changes of the environment arrive. */
  follows(environment: EnvironmentId): boolean {
    return this.#stream.state === 'CONNECTED' && !this.#interrupted.has(environment) && !this.#unserved.some((each) => each.environment === environment);
  }

  /** Environments whose changes do not arrive although the stream is connected, and why. */
  get interrupted(): ReadonlyMap<EnvironmentId, string> {
    const unserved = this.#unserved.flatMap(({ environment, reason }) => (environment === undefined ? [] : [[environment, reason] as const]));
    return new Map([...unserved, ...this.#interrupted]);
  }

  get unserved(): readonly UnservedCredential[] {
    return this.#unserved;
  }

  /** Since when changes of the environment are not told (Unix milliseconds); 0: they never were. Undefined while they are. */
  toldUntil(environment: EnvironmentId): number | undefined {
    return this.follows(environment) ? undefined : (this.#toldUntil ?? this.#unfollowedSince ?? Date.now());
  }

  configIs(state: ConfigState['state']): void {
    if (state === 'SYNCED') this.#knowsKeys = true;
    if (state !== 'PENDING') this.#tried.abort();
    if (this.#config.state !== state) this.#config = { state, since: Date.now() };
  }

  streamIs(state: StreamState['state']): void {
    if (this.#stream.state === state) return;
    if (state === 'CONNECTED') this.#toldUntil = undefined;
    else this.#toldUntil ??= Date.now();
    this.#stream = { state, since: Date.now() };
  }

  interruptedAre(interrupted: ReadonlyMap<EnvironmentId, string>): void {
    this.#interrupted = interrupted;
    this.#noteUnfollowed();
  }

  unservedAre(unserved: readonly UnservedCredential[]): void {
    this.#unserved = unserved;
    this.#noteUnfollowed();
  }

  #noteUnfollowed(): void {
    const isWhole = this.#interrupted.size === 0 && this.#unserved.length === 0;
    this.#unfollowedSince = isWhole ? undefined : (this.#unfollowedSince ?? Date.now());
  }
}
