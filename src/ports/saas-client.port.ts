import type { RelayChange } from '../kernel/changes.js';
import type { AuthKeyHash, ConfigItem, EnvironmentConfig, EnvironmentId } from '../kernel/configuration.js';
import { RelayError } from '../kernel/relay-error.js';
import type { Target } from '../kernel/target.js';

/** The upstream did not answer, answered 5xx or 429, or sent something that is not what was asked for. Worth a retry. */
export class UpstreamUnavailable extends RelayError {
  readonly code = 'UPSTREAM_UNAVAILABLE';
}

/** The upstream refused our credentials (401 or 403, after one renewal of the token). A retry helps only once somebody acted. */
export class UpstreamRejected extends RelayError {
  readonly code = 'UPSTREAM_REJECTED';
}

/** These environments could not be fetched, each for its own reason; all others were. */
export class UpstreamIncomplete extends RelayError {
  readonly code = 'UPSTREAM_INCOMPLETE';

  constructor(readonly faults: ReadonlyMap<EnvironmentId, Error>) {
    const [[environment, fault] = []] = faults;
    super(`${faults.size} environments could not be fetched: ${environment}: ${fault?.message}`);
  }
}

/** What the upstream told about us when we authenticated. Absent fields were not told. */
export interface UpstreamSession {
  /** All that are ours, also those of which nothing can be fetched just now. */
  readonly environments: readonly EnvironmentId[];
  readonly clusterIdentifier: string;
  readonly accountId?: string;
  readonly unserved?: readonly UnservedCredential[];
}

/** A credential of which the upstream has never told the environment. Once it does, the stream tells that as an added environment. */
export interface UnservedCredential {
  /** For an operator: nothing secret. */
  readonly name: string;
  readonly reason: string;
  /** The upstream refuses it, rather than being away. */
  readonly isRefused: boolean;
  /** It opens its environment to SDKs as well: the environment may be known by it. */
  readonly authKey: AuthKeyHash;
}

/** An environment as it was fetched. */
export interface FetchedEnvironment extends EnvironmentConfig {
  /** The upstream could not tell all SDK keys: those that are held stay good. */
  readonly hasMoreKeys?: boolean;
  /** Whatever comes under the same one is the same to the last byte. Absent where the adapter cannot tell. */
  readonly revision?: string;
}

/** The environment that came under this revision before, if all of it is held as it came. */
export type HeldUnder = (revision: string) => EnvironmentConfig | undefined;

/** Flags or groups as the upstream has them now: all of the environment, or those alone that were named. */
export interface FetchedItems {
  readonly items: readonly ConfigItem[];
  readonly isWhole: boolean;
}

/**
 * Which environments an open stream follows: all of which it never says otherwise. Of an interrupted one no changes are told until
 * it is resumed, and what changed before that is not told later: whoever hears of it fetches it.
 */
export type StreamCoverage =
  | { readonly domain: 'stream'; readonly event: 'interrupted'; readonly environments: readonly EnvironmentId[]; readonly reason: string }
  | { readonly domain: 'stream'; readonly event: 'resumed'; readonly environments: readonly EnvironmentId[] };

export type UpstreamMessage = RelayChange | StreamCoverage;

/** An open event stream. `messages` ends or rejects with UpstreamUnavailable when the stream is lost, idle for too long, or closed. */
export interface UpstreamStream {
  readonly messages: AsyncIterable<UpstreamMessage>;
  close(): void;
}

/**
 * Where the configuration comes from. Every call has a time limit; calls that are safe to repeat are retried a few times
 * with back-off and jitter before they reject with UpstreamUnavailable or UpstreamRejected.
 */
export abstract class SaasClientPort {
  /** Obtains a fresh token. To be called before each full fetch and before each attempt to open the stream. */
  abstract authenticate(): Promise<UpstreamSession>;

  /**
   * Every environment of ours as they arrive. Rejects mid-way when some cannot be had: what came before is incomplete; with
   * UpstreamIncomplete, at the end, when it is known which. What is held already may be given as it is held, unread.
   */
  abstract fetchConfiguration(heldUnder?: HeldUnder): AsyncIterable<FetchedEnvironment>;

  /** One environment, keys included; undefined when the upstream no longer lists it. Authenticate first when it is new. */
  abstract fetchEnvironment(environment: EnvironmentId): Promise<FetchedEnvironment | undefined>;

  /** Flags of one environment, in upstream order: the named ones or all. One that was named and did not come is not there. */
  abstract fetchFeatureConfigs(environment: EnvironmentId, named: readonly string[]): Promise<FetchedItems>;

  /** The same for groups, with `servingRules` where the upstream has them. */
  abstract fetchSegments(environment: EnvironmentId, named: readonly string[]): Promise<FetchedItems>;

  /** The targets of one environment that the upstream knows; none where it does not tell them. */
  abstract fetchTargets(environment: EnvironmentId): AsyncIterable<Target>;

  /** Resolves once the upstream accepted the stream. Messages that cannot be understood are logged, counted and left out. */
  abstract openStream(): Promise<UpstreamStream>;
}
