import type { Setting } from './setting.js';

/** The names of a setting's flag, without dashes, the usual one first. Empty when it has none. */
export function flagsOf(setting: Setting<unknown>): readonly string[] {
  if (setting.withoutFlag) return [];
  return [setting.variable.toLowerCase().replaceAll('_', '-'), ...(setting.otherFlags ?? [])];
}
