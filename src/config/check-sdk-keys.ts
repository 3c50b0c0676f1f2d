import type { SettingValues } from './setting-values.js';
import { settings } from './settings.js';

interface Findings {
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

const ofSdkKeys = [
  settings.adminService,
  settings.adminServiceToken,
  settings.accountIdentifier,
  settings.orgIdentifier,
  settings.targetPollDuration,
  settings.flagStreamEnabled,
  settings.flagPollInterval,
  settings.keyPollInterval,
  settings.sdkBaseUrl,
];

/** The rules between the settings of the upstream by SDK keys. A replica has no upstream; it may share its settings with a primary. */
export function checkSdkKeys(values: SettingValues): Findings {
  if (values.value(settings.readReplica) || values.value(settings.offline)) return { faults: [], warnings: [] };
  if (!values.isGiven(settings.apiKeys)) {
    const idle = ofSdkKeys.filter((setting) => values.differsFromDefault(setting));
    return { faults: [], warnings: idle.map(({ variable }) => `${variable}: has no effect without API_KEYS`) };
  }
  return {
    faults: values.isGiven(settings.proxyKey) ? ['API_KEYS: cannot be used together with PROXY_KEY; each is an upstream of its own'] : [],
    warnings: [...withoutAdmin(values), ...shortPolls(values)],
  };
}

function withoutAdmin(values: SettingValues): readonly string[] {
  if (values.isGiven(settings.adminServiceToken)) return [];
  return [
    'API_KEYS: without ADMIN_SERVICE_TOKEN no other SDK keys than these are known',
    ...(values.differsFromDefault(settings.targetPollDuration) ? ['TARGET_POLL_DURATION: has no effect without ADMIN_SERVICE_TOKEN'] : []),
  ];
}

/** The reference counted minutes. */
function shortPolls(values: SettingValues): readonly string[] {
  const isShort = !values.value(settings.flagStreamEnabled) && values.value(settings.flagPollInterval) < 60_000;
  return isShort ? ['FLAG_POLL_INTERVAL: it is taken as seconds, not as minutes'] : [];
}
