import { RelayError } from '../../../kernel/relay-error.js';

/** Nothing was generated; what was there before is as it was. */
export class GenerationFailed extends RelayError {
  readonly code = 'GENERATION_FAILED';

  constructor(cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The offline configuration was not generated: ${reason.replaceAll(/\s+/g, ' ')}`, { cause });
  }
}
