import type { ConfigurationChange } from '../../../kernel/changes.js';
import type { ConfigItem, EnvironmentConfig } from '../../../kernel/configuration.js';
import { eventFrame } from './event-frame.js';
import type { RecentFrame } from './recent-item.js';

/** Client SDKs hold evaluations, server SDKs flags and groups. */
export type SdkKind = 'client' | 'server';

/** The events on which an SDK reads everything again. Made once per state of an environment and shared. */
export class RefreshRounds {
  readonly #made = new WeakMap<EnvironmentConfig, Partial<Record<SdkKind, readonly RecentFrame[]>>>();

  of(config: EnvironmentConfig, kind: SdkKind): readonly RecentFrame[] {
    const made = this.#made.get(config) ?? {};
    this.#made.set(config, made);
    return (made[kind] ??= round(config, kind));
  }
}

/** A changed group makes client SDKs fetch all evaluations; server SDKs fetch each item by itself. */
function round(config: EnvironmentConfig, kind: SdkKind): RecentFrame[] {
  const at = Date.now();
  const frame = (domain: ConfigurationChange['domain']) => (item: Pick<ConfigItem, 'identifier' | 'version'>) => ({
    frame: eventFrame({ domain, event: 'patch', environment: config.id, identifier: item.identifier, version: item.version }),
    at,
  });
  if (kind === 'client') return [frame('target-segment')(config.segments[0] ?? { identifier: 'all', version: 1 })];
  return [...config.featureConfigs.map(frame('flag')), ...config.segments.map(frame('target-segment'))];
}
