import { describeConfig } from './config/describe-config.js';
import { loadConfig } from './config/load-config.js';
import { RelayError } from './kernel/relay-error.js';
import { relayLog } from './http/relay-log.js';
import { startApp } from './app.js';
import { generate } from './generate.js';
import { shutDown } from './shutdown.js';
import { startTracing } from './tracing/start-tracing.js';

/** The process ends by then, whatever still hangs. */
const endWithinMs = 9_000;

async function main(): Promise<void> {
  const { config, warnings } = loadConfig(process.env, process.argv.slice(2));
  const log = relayLog(config.log);
  for (const warning of warnings) log.warn(warning);
  log.info({ settings: describeConfig(config) }, 'starting');

  // A background task that fails must not take the answers of every SDK with it.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));

  const tracing = await startTracing(config, log);
  if (config.offline.generates) {
    await generate(config, log, tracing);
    process.exit(0);
  }
  const app = await startApp(config, log, tracing);

  const end = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'shutting down');
    setTimeout(() => process.exit(1), endWithinMs).unref();
    shutDown(app).then(
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
