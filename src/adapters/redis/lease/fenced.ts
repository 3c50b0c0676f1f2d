import { RelayError } from '../../../kernel/relay-error.js';

/** A write was refused: this node does not lead, or a later leader has raised the fence. Nothing was written. */
export class Fenced extends RelayError {
  readonly code = 'FENCED';

  constructor(
    message: string,
    /** The token that the fence asks for; 0 when the write was not even sent. */
    readonly fence = 0,
    /** The same write may be accepted later, when it is known who leads. */
    readonly mayPass = false,
  ) {
    super(message);
  }
}
