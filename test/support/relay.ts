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
export async function aRelay(saas: StandInSaas, env: Record<string, string> = {}): Promise<RunningRelay> {
  const { config } = loadConfig(
    {
      PROXY_KEY: saas.proxyKey,
      AUTH_SECRET: 'a-secret-for-tests-only',
      CLIENT_SERVICE: saas.clientUrl,
      METRIC_SERVICE: saas.metricsUrl,
      PORT: '0',
      SAAS_POLL_INTERVAL: '0.2',
      ...env,
    },
    [],
  );
  const logs: Record<string, unknown>[] = [];
  const log = pino({ level: config.log.level, base: null }, { write: (line: string) => void logs.push(JSON.parse(line) as Record<string, unknown>) });
  const app = await startApp(config, log);
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}`, logs, close: () => app.close() };
}
