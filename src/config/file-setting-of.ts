import { path } from './kinds/path.js';
import type { Setting } from './setting.js';

/** The setting that names the file a secret is read from. */
export function fileSettingOf(secret: Setting<unknown>): Setting<string> {
  return { variable: `${secret.variable}_FILE`, kind: path, meaning: `file that holds ${secret.variable}` };
}
