import type { Installation } from './installation.js';
import type { Metering } from './metering.js';
import type { SdkSession } from './sdk.js';

/** What the cases of one SDK at one installation share. */
export interface Scene {
  readonly installation: Installation;
  /** For everything but metrics. */
  readonly session: SdkSession;
  readonly metering: Metering;
}
