import type { Log } from './kernel/log.js';

/** Node itself would print everything that hangs on such an error, secrets included. */
export function reportCrashes(log: Log): void {
  // A background task that fails must not take the answers of every SDK with it.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  // Here nobody knows what is left half-done.
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'uncaught exception: the relay ends');
    process.exit(1);
  });
}
