import type { Setting } from './setting.js';

/** A setting as somebody gave it, not yet looked at. `name` is what a fault calls it: the variable, and the flag where it came from one. */
export interface GivenSetting {
  readonly setting: Setting<unknown>;
  readonly name: string;
  readonly text: string;
}
