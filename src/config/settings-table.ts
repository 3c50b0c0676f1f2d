import { fileSettingOf } from './file-setting-of.js';
import { flagsOf } from './flags-of.js';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

/** The table of settings for the README, in Markdown. */
export function settingsTable(): string {
  const rows = Object.values(settings).map(row);
  return ['| Variable | Flag | Default | Meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function row(setting: Setting<unknown>): string {
  const flags = flagsOf(setting).map((flag) => `\`--${flag}\``);
  const byDefault = setting.default === undefined ? '' : `\`${setting.default}\``;
  return `| ${variables(setting)} | ${flags.join(', ')} | ${byDefault} | ${setting.meaning} |`;
}

function variables(setting: Setting<unknown>): string {
  const files = setting.secret ? [fileSettingOf(setting).variable] : [];
  return [setting.variable, ...(setting.otherVariables ?? []), ...files].map((name) => `\`${name}\``).join(', ');
}
