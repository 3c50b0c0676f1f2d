import { pino, type Logger, type LoggerOptions } from 'pino';
import pretty from 'pino-pretty';
import type { RelayConfig } from '../config/relay-config.js';
import { errorOutline } from './error-outline.js';
import { redactor } from './redactor.js';

/** Where a secret could stand if somebody logged a whole object. */
const secretPaths = ['*.authorization', '*.cookie', '*["api-key"]', '*.apiKey', '*.sdkKey', '*.proxyKey', '*.authSecret', '*.authToken', '*.password'];

/** JSON lines, or readable text when a person looks at a terminal. None of `secrets` is in them. */
export function relayLog(config: RelayConfig['log'], secrets: readonly string[] = []): Logger {
  const options: LoggerOptions = {
    level: config.level,
    redact: { paths: secretPaths, censor: '[redacted]' },
    serializers: { err: (error: unknown) => errorOutline(error) },
    hooks: { streamWrite: redactor(secrets) },
    base: null,
  };
  return process.stdout.isTTY ? pino(options, pretty({ colorize: true, sync: true })) : pino(options);
}
