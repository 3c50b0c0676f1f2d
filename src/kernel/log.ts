/**
 * Where the relay writes what it does. `message` is a short constant sentence; everything variable goes into `fields`.
 * Secrets (proxy key, SDK keys, tokens, passwords) never appear in either.
 */
export abstract class Log {
  abstract debug(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
}
