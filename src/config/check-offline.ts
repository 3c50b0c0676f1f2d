import type { SettingValues } from './setting-values.js';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

interface Findings {
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

/** The rules between the settings of offline configuration. */
export function checkOffline(values: SettingValues): Findings {
  const is = (setting: Setting<boolean>) => values.optional(setting) === true;
  const isOffline = is(settings.offline);
  const isReplica = is(settings.readReplica);
  const generates = is(settings.generateOfflineConfig);
  const keepsNoSnapshot = isOffline || isReplica || generates || values.isGiven(settings.redisAddress);
  return {
    faults: [
      ...(generates && isOffline ? ['GENERATE_OFFLINE_CONFIG: cannot go together with OFFLINE, which asks SaaS for nothing'] : []),
      ...(generates && isReplica ? ['GENERATE_OFFLINE_CONFIG: cannot go together with READ_REPLICA, which asks SaaS for nothing'] : []),
    ],
    warnings: [
      ...(isOffline && isReplica ? ['OFFLINE: has no effect with READ_REPLICA: a replica serves what its primary wrote'] : []),
      ...(isOffline && is(settings.forwardTargets) ? ['FORWARD_TARGETS: has no effect with OFFLINE'] : []),
      ...(keepsNoSnapshot && values.isGiven(settings.snapshotDir) ? ['SNAPSHOT_DIR: has an effect only where SaaS is asked and no Redis keeps the configuration'] : []),
    ],
  };
}
