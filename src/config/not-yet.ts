import type { Setting } from './setting.js';
import { settings } from './settings.js';

interface NotYet {
  readonly setting: Setting<unknown>;
  readonly feature: string;
}


/**
 * Settings that ask for something this version does not have. Anything but the default stops the start: a relay that ignored
 * them would run in another mode than its operator thinks. Not listed, hence accepted without effect: CONFIG_DIR, which only
 * tunes a mode that another setting has to choose.
 */
export const notYet: readonly NotYet[] = [
  { setting: settings.snapshotDir, feature: 'the last known good configuration on disk' },
];
