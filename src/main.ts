import type { Logger } from 'pino';
import { describeConfig } from './config/describe-config.js';
import { loadConfig } from './config/load-config.js';
import type { RelayConfig } from './config/relay-config.js';
import { RelayError } from './kernel/relay-error.js';
import { relayLog } from './http/relay-log.js';
import { startApp } from './app.js';
import { generate } from './generate.js';
import { reportCrashes } from './report-crashes.js';
import { shutDown } from './shutdown.js';
import { startTracing } from './tracing/start-tracing.js';

/** So long after `SHUTDOWN_DELAY` the process ends, whatever still hangs. */
const endWithinMs = 9_500;

async function main(): Promise<void> {
  const { config, warnings, secrets } = loadConfig(process.env, process.argv.slice(2));
  const log = relayLog(config.log, secrets);
  reportCrashes(log);
  for (const warning of warnings) log.warn(warning);
  log.info({ settings: describeConfig(config) }, 'starting');

  await run(config, log).catch((error: unknown) => {
    if (error instanceof RelayError) throw error;
    log.error({ err: error }, 'the relay could not be started');
    process.exit(1);
  });
}

async function run(config: RelayConfig, log: Logger): Promise<void> {
  const tracing = await startTracing(config, log);
  if (config.offline.generates) {
    await generate(config, log, tracing);
    process.exit(0);
  }
  const app = await startApp(config, log, tracing);

  let isEnding = false;
  const end = (signal: NodeJS.Signals) => {
    if (isEnding) return;
    isEnding = true;
    log.info({ signal }, 'shutting down');
    const { shutdownDelayMs } = config.http;
    setTimeout(() => process.exit(1), shutdownDelayMs + endWithinMs).unref();
    shutDown(app, shutdownDelayMs).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'shutdown failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end).once('SIGINT', end);
}

main().catch((error: unknown) => {
  const lines = error instanceof RelayError ? error.lines : [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(1);
});
