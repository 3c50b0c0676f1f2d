/** Any non-empty string; a UUID at Harness SaaS. */
export type EnvironmentId = string;

/** Lower-case hex SHA-256 of an SDK key: the only form in which the relay knows keys. */
export type AuthKeyHash = string;

/**
 * One flag or one target group exactly as the upstream wrote it. `json` is the source text, so fields the relay does not
 * know and integers beyond 2^53 survive unchanged. `version` is 0 where the upstream sent none.
 */
export interface ConfigItem {
  readonly identifier: string;
  readonly version: number;
  readonly json: string;
}

/** Everything the relay holds of one environment. Arrays are in upstream order and never mutated: equal identity means equal data. */
export interface EnvironmentConfig {
  readonly id: EnvironmentId;
  readonly featureConfigs: readonly ConfigItem[];
  readonly segments: readonly ConfigItem[];
  readonly authKeys: readonly AuthKeyHash[];
  /** Opaque tokens of a shared store under which the parts are known there; absent where no store is shared. */
  readonly revisions?: Readonly<Record<'featureConfigs' | 'segments' | 'authKeys', readonly string[]>>;
}
