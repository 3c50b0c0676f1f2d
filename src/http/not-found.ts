import { RelayError } from '../kernel/relay-error.js';

/** What the path names does not exist. */
export class NotFound extends RelayError {
  readonly code = 'NOT_FOUND';

  constructor(message = 'not found') {
    super(message);
  }
}
