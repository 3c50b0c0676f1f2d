import { fileSettingOf } from './file-setting-of.js';
import type { GivenSetting } from './given-setting.js';
import type { Setting } from './setting.js';

interface FromFiles {
  readonly given: readonly GivenSetting[];
  readonly faults: readonly string[];
}

/** The secrets whose file was named, without the line end that editors and `echo` leave. */
export function fromFiles(secrets: readonly Setting<unknown>[], named: readonly GivenSetting[], readFile: (path: string) => string): FromFiles {
  const given: GivenSetting[] = [];
  const faults: string[] = [];

  for (const setting of secrets) {
    const file = named.findLast(({ setting: { variable } }) => variable === fileSettingOf(setting).variable);
    if (file === undefined || file.text === '') continue;
    if (named.findLast(({ setting: { variable } }) => variable === setting.variable)?.text) {
      faults.push(`${file.name}: expected either this or ${setting.variable}, not both`);
      continue;
    }
    try {
      const text = readFile(file.text).replace(/\r?\n$/, '');
      if (text === '') faults.push(`${file.name}: expected a file that is not empty`);
      else given.push({ setting, name: file.name, text });
    } catch (error) {
      faults.push(`${file.name}: expected a file that can be read (${reason(error)})`);
    }
  }
  return { given, faults };
}

/** The system's code alone: its message repeats the path. */
function reason(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : 'unreadable';
}
