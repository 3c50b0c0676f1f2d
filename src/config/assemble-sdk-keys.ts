import type { SdkKeysConfig } from './sdk-keys-config.js';
import type { SettingValues } from './setting-values.js';
import { settings } from './settings.js';

/** The upstream by SDK keys, or undefined without API_KEYS. */
export function assembleSdkKeys(values: SettingValues): SdkKeysConfig | undefined {
  const apiKeys = values.optional(settings.apiKeys);
  if (apiKeys === undefined) return undefined;
  const adminToken = values.optional(settings.adminServiceToken);
  const account = values.optional(settings.accountIdentifier);
  const organization = values.optional(settings.orgIdentifier);
  return {
    apiKeys,
    sdkUrl: values.optional(settings.sdkBaseUrl) ?? values.value(settings.clientService),
    adminUrl: values.value(settings.adminService),
    ...(adminToken !== undefined && { adminToken }),
    ...(account !== undefined && { account }),
    ...(organization !== undefined && { organization }),
    streams: values.value(settings.flagStreamEnabled),
    flagPollIntervalMs: values.value(settings.flagPollInterval),
    keyPollIntervalMs: values.value(settings.keyPollInterval),
  };
}
