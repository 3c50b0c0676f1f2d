import { RelayError } from '../../../kernel/relay-error.js';

/** The posted metrics are not what an SDK may send. The message names the place, never the value. */
export class InvalidMetrics extends RelayError {
  readonly code = 'INVALID_METRICS';
}
