import type { GivenSetting } from './given-setting.js';
import type { Setting } from './setting.js';

/** The settings that were given and are valid, over the defaults. */
export class SettingValues {
  readonly faults: readonly string[];
  readonly #texts = new Map<string, string>();
  readonly #given: ReadonlySet<string>;

  /** Of a setting given more than once the last counts, but every one must be valid. */
  constructor(given: readonly GivenSetting[]) {
    const faults: string[] = [];
    for (const { setting, name, text } of given) {
      if (text === '' && setting.kind.emptyIsUnset) this.#texts.delete(setting.variable);
      else if (setting.kind.parse(text) === undefined) faults.push(`${name}: expected ${setting.kind.expects}`);
      else this.#texts.set(setting.variable, text);
    }
    this.faults = faults;
    this.#given = new Set(given.filter(({ text }) => text !== '').map(({ setting }) => setting.variable));
  }

  /** Whether somebody tried to set it, validly or not. */
  isGiven(setting: Setting<unknown>): boolean {
    return this.#given.has(setting.variable);
  }

  differsFromDefault(setting: Setting<unknown>): boolean {
    const byDefault = setting.default === undefined ? undefined : setting.kind.parse(setting.default);
    return this.optional(setting) !== byDefault;
  }

  value<T>(setting: Setting<T> & { readonly default: string }): T {
    const value = this.optional(setting);
    if (value === undefined) throw new Error(`The default of ${setting.variable} is not ${setting.kind.expects}`);
    return value;
  }

  optional<T>(setting: Setting<T>): T | undefined {
    const text = this.#texts.get(setting.variable) ?? setting.default;
    return text === undefined ? undefined : setting.kind.parse(text);
  }
}
