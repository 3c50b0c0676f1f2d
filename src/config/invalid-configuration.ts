import { RelayError } from '../kernel/relay-error.js';

/** The settings do not make a relay. Each fault names a setting and what is expected of it, never the value given. */
export class InvalidConfiguration extends RelayError {
  readonly code = 'INVALID_CONFIGURATION';

  constructor(readonly faults: readonly string[]) {
    super(`The configuration is invalid: ${faults.join('; ')}`);
  }

  override get lines(): readonly string[] {
    return this.faults;
  }
}
