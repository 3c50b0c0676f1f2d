/** The root of every error that the relay expects and maps to an answer. `code` is stable and safe to log. */
export abstract class RelayError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }

  /** What an operator is told when this keeps the relay from starting. */
  get lines(): readonly string[] {
    return [this.message];
  }
}
