import type { RelayChange } from '../kernel/changes.js';
import type { ConfigItem, EnvironmentConfig, EnvironmentId } from '../kernel/configuration.js';
import { RelayError } from '../kernel/relay-error.js';

/** The upstream did not answer, answered 5xx or 429, or sent something that is not what was asked for. Worth a retry. */
export class UpstreamUnavailable extends RelayError {
  readonly code = 'UPSTREAM_UNAVAILABLE';
}

/** The upstream refused our credentials (401 or 403, after one renewal of the token). A retry helps only once somebody acted. */
export class UpstreamRejected extends RelayError {
  readonly code = 'UPSTREAM_REJECTED';
}

/** What the upstream told about us when we authenticated. Absent fields were not told. */
export interface UpstreamSession {
  readonly environments: readonly EnvironmentId[];
  readonly clusterIdentifier: string;
  readonly accountId?: string;
}

/** An open event stream. `messages` ends or rejects with UpstreamUnavailable when the stream is lost, idle for too long, or closed. */
export interface UpstreamStream {
  readonly messages: AsyncIterable<RelayChange>;
  close(): void;
}

/**
 * Where the configuration comes from. Every call has a time limit; calls that are safe to repeat are retried a few times
 * with back-off and jitter before they reject with UpstreamUnavailable or UpstreamRejected.
 */
export abstract class SaasClientPort {
  /** Obtains a fresh token. To be called before each full fetch and before each attempt to open the stream. */
  abstract authenticate(): Promise<UpstreamSession>;

  /** Every environment of our key, page by page as they arrive. Rejects mid-way when a page cannot be had: what came before is incomplete. */
  abstract fetchConfiguration(): AsyncIterable<EnvironmentConfig>;

  /** One environment, keys included; undefined when the upstream no longer lists it. Authenticate first when it is new. */
  abstract fetchEnvironment(environment: EnvironmentId): Promise<EnvironmentConfig | undefined>;

  /** All flags of one environment, in upstream order. */
  abstract fetchFeatureConfigs(environment: EnvironmentId): Promise<readonly ConfigItem[]>;

  /** All groups of one environment, in upstream order, with `servingRules` where the upstream has them. */
  abstract fetchSegments(environment: EnvironmentId): Promise<readonly ConfigItem[]>;

  /** Resolves once the upstream accepted the stream. Messages that cannot be understood are logged, counted and left out. */
  abstract openStream(): Promise<UpstreamStream>;
}
