import { inspect } from 'node:util';
import { Log } from '../../src/kernel/log.js';

/** Keeps what is logged, one line a call, so that a test can look for what must and what must not be there. */
export class RecordedLog extends Log {
  readonly lines: string[] = [];

  debug(fields: object, message: string): void {
    this.#record('debug', fields, message);
  }

  info(fields: object, message: string): void {
    this.#record('info', fields, message);
  }

  warn(fields: object, message: string): void {
    this.#record('warn', fields, message);
  }

  error(fields: object, message: string): void {
    this.#record('error', fields, message);
  }

  #record(level: string, fields: object, message: string): void {
    this.lines.push(`${level} ${message} ${inspect(fields, { depth: 10, breakLength: Infinity })}`);
  }
}
