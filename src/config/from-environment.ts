import type { GivenSetting } from './given-setting.js';
import type { Setting } from './setting.js';

/** What the environment gives. An empty variable counts as unset; the first variable of a setting that is set counts. */
export function fromEnvironment(known: readonly Setting<unknown>[], env: Readonly<Record<string, string | undefined>>): readonly GivenSetting[] {
  return known.flatMap((setting) => {
    const names = [setting.variable, ...(setting.otherVariables ?? [])];
    const name = names.find((candidate) => (env[candidate] ?? '') !== '');
    return name === undefined ? [] : [{ setting, name, text: env[name] ?? '' }];
  });
}
