import type { LoggerService } from '@nestjs/common';
import type { Log } from '../kernel/log.js';

/** Nest's own messages in the relay's log. What it says at start is of interest only while debugging. */
export class NestLog implements LoggerService {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  log(message: unknown, context?: unknown): void {
    this.#log.debug({ context }, String(message));
  }

  error(message: unknown, stack?: unknown, context?: unknown): void {
    this.#log.error({ context, stack }, String(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.#log.warn({ context }, String(message));
  }

  debug(message: unknown, context?: unknown): void {
    this.#log.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: unknown): void {
    this.#log.debug({ context }, String(message));
  }
}
