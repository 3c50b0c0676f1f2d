import type { AuthKeyHash, EnvironmentId } from '../../kernel/configuration.js';

/** The two parts of an environment that are kept as an array and item by item. */
export type ItemPart = 'featureConfigs' | 'segments';

const wordsOf = { featureConfigs: 'feature-config', segments: 'segment' } as const;

/** Names of keys, byte for byte those that relays of other makes share with us. What begins with `ffproxy:` is ours alone. */
export const redisKeys = {
  array: (environment: EnvironmentId, part: ItemPart): string => `env-${environment}-${wordsOf[part]}s`,
  latest: (environment: EnvironmentId, part: ItemPart): string => `env-${environment}-${wordsOf[part]}s-latest`,
  item: (environment: EnvironmentId, part: ItemPart, identifier: string): string => `env-${environment}-${wordsOf[part]}-${identifier}`,
  /** Where old primaries had an item. Undefined: for this name it would be the token. */
  oldItem: (environment: EnvironmentId, part: ItemPart, identifier: string): string | undefined =>
    identifier === 'latest' ? undefined : `env-${environment}-${wordsOf[part]}s-${identifier}`,
  /** In a Cluster beside the array. */
  untold: (environment: EnvironmentId, part: ItemPart): string => `ffproxy:untold:{env-${environment}-${wordsOf[part]}s}`,
  authKeys: (environment: EnvironmentId): string => `env-${environment}-api-configs`,
  authKey: (hash: AuthKeyHash): string => `auth-key-${hash}`,
  /** Holds the proxy key: as secret as that. */
  inventory: (proxyKey: string): string => `key-${proxyKey}-inventory`,
  target: (environment: EnvironmentId, identifier: string): string => `env-${environment}-target-config-${identifier}`,
  /** Primaries of another make keep all targets once more here. */
  targets: (environment: EnvironmentId): string => `env-${environment}-target-configs`,
  streamState: 'ffproxy_saas_stream_health',
  complete: 'ffproxy:complete',
} as const;
