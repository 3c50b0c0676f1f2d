import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { startApp } from '../../src/app.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { StandInSaas } from '../saas/stand-in-saas.mjs';

export interface RunningRelay {
  readonly app: NestFastifyApplication;
  readonly url: string;
  /** Every log line so far, parsed. */
  readonly logs: readonly Record<string, unknown>[];
  close(): Promise<void>;
}

/** A relay in this process, on a free port, that talks to the stand-in. `env` adds or overrides settings. */
export function aRelay(saas: StandInSaas, env: Record<string, string> = {}): Promise<RunningRelay> {
  return aRelayWith({ PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl, SAAS_POLL_INTERVAL: '0.2', ...env });
}

/** The same with no more settings than these. */
export async function aRelayWith(env: Record<string, string>): Promise<RunningRelay> {
  const { config } = loadConfig({ AUTH_SECRET: 'a-secret-for-tests-only', PORT: '0', ...env }, []);
  const logs: Record<string, unknown>[] = [];
  const log = pino({ level: config.log.level, base: null }, { write: (line: string) => void logs.push(JSON.parse(line) as Record<string, unknown>) });
  const app = await startApp(config, log);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const close = async () => {
    // One that a client opened and has not used would be waited for, also one that it opens while others are closed.
    const server = app.getHttpServer();
    server.close();
    server.closeAllConnections();
    await app.close();
  };
  return { app, url: `http://127.0.0.1:${port}`, logs, close };
}
