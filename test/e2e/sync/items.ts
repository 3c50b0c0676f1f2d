import type { ConfigItem } from '../../../src/kernel/configuration.js';
import type { ConfigurationChange } from '../../../src/kernel/changes.js';

export function aFlag(identifier: string, version: number): ConfigItem {
  return { identifier, version, json: JSON.stringify({ feature: identifier, version }) };
}

export function aGroup(identifier: string, version: number): ConfigItem {
  return { identifier, version, json: JSON.stringify({ identifier, version }) };
}

export function aChange(event: ConfigurationChange['event'], identifier: string, version: number, fields: Partial<ConfigurationChange> = {}): ConfigurationChange {
  return { domain: 'flag', event, environment: 'e', identifier, version, ...fields };
}
