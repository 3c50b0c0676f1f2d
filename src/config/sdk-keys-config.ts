/** How the configuration comes by SDK keys, one for each environment. */
export interface SdkKeysConfig {
  readonly apiKeys: readonly string[];
  /** Where flags, groups and streams come from, without a trailing slash. */
  readonly sdkUrl: string;
  readonly adminUrl: string;
  /** Absent: the admin API is not asked. */
  readonly adminToken?: string;
  /** Absent: what the upstream tells. */
  readonly account?: string;
  readonly organization?: string;
  /** False: changes are polled for. */
  readonly streams: boolean;
  readonly flagPollIntervalMs: number;
  readonly keyPollIntervalMs: number;
}
