import { RelayError } from '../../kernel/relay-error.js';
import type { Fault } from './reading/fault.js';
import { faultText } from './reading/fault-text.js';

const mostTold = 100;

/** The configuration files cannot be served. Each line names a file, a place and what is wrong there. */
export class InvalidFiles extends RelayError {
  readonly code = 'INVALID_FILES';
  readonly #lines: readonly string[];

  constructor(faults: readonly Fault[]) {
    const lines = faults.slice(0, mostTold).map(faultText);
    super(`The configuration files are invalid: ${lines.join('; ')}`);
    this.#lines = faults.length > mostTold ? [...lines, `and ${faults.length - mostTold} faults more`] : lines;
  }

  override get lines(): readonly string[] {
    return this.#lines;
  }
}
