import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import type { RelayConfig } from './config/relay-config.js';
import { enforceBodyDeadline } from './http/body-deadline.js';
import { answerHotReads } from './http/answer-hot-reads.js';
import { corsForBrowsers } from './http/cors.js';
import { relayFastifyAdapter } from './http/fastify-adapter.js';
import { guardRoutes } from './http/guard-routes.js';
import { HotReads } from './http/hot-reads.js';
import { parseBodiesAsJson } from './http/json-body.js';
import { answerWrongMethods } from './http/method-not-allowed.js';
import { NestLog } from './http/nest-log.js';
import { ObserveRequests } from './http/observe-requests.js';
import { serveOpenApi } from './http/openapi.js';
import { followCertificate } from './http/tls.js';
import { RelayErrorFilter } from './http/relay-error.filter.js';
import { NoTracing } from './kernel/no-tracing.js';
import type { Tracing } from './kernel/tracing.js';
import { AuthenticateRequest } from './modules/auth/index.js';
import { FreshnessPort } from './ports/freshness.port.js';
import { RelayMetrics } from './prometheus/relay-metrics.js';
import { RelayState } from './read-model/relay-state.js';

/** The whole relay for these settings. It asks nobody anything before `startApp`. */
export async function createApp(config: RelayConfig, log: Logger, tracing: Tracing = new NoTracing()): Promise<NestFastifyApplication> {
  let observer: ObserveRequests | undefined;
  const adapter = relayFastifyAdapter(config, log, (method, status) => observer?.refused(method, status));
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forConfig(config, log, tracing), adapter, {
    bodyParser: false,
    logger: new NestLog(log),
    abortOnError: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  const state = app.get(RelayState);
  const freshness = app.get(FreshnessPort);
  app.useGlobalFilters(app.get(RelayErrorFilter));

  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  // When it is answered, not when it came: one that was under way would leave a connection that is kept alive.
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (state.shuttingDown) reply.header('connection', 'close');
    done(null, payload);
  });
  app.enableCors(corsForBrowsers);
  const observe = app.get(ObserveRequests);
  observer = observe;
  observe.install(fastify);
  guardRoutes(fastify, app.get(AuthenticateRequest), freshness);
  parseBodiesAsJson(fastify);
  enforceBodyDeadline(fastify);
  serveOpenApi(app, fastify);
  // A request that is not to be authenticated goes the ordinary way.
  if (!config.bypassAuth) {
    const [reads, guard, tallies] = [app.get(HotReads), app.get(AuthenticateRequest), app.get(RelayMetrics).requests];
    answerHotReads(app.getHttpServer(), { reads, guard, freshness, tallies, state, observer: observe.hotReads });
  }
  return app;
}

/** A load balancer that only sees whether connections are taken sends requests from the first moment on. */
const configurationWithinMs = 3_000;

/** Starts the modules and listens on `config.http.port`, on every address. */
export async function startApp(config: RelayConfig, log: Logger, tracing?: Tracing): Promise<NestFastifyApplication> {
  const app = await createApp(config, log, tracing);
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const refuseWrongMethods = answerWrongMethods(fastify);
  if (config.http.tls) {
    const unfollow = followCertificate(app.getHttpServer(), config.http.tls, log);
    fastify.addHook('onClose', async () => unfollow());
  }
  await app.init();
  refuseWrongMethods();
  await app.get(RelayState).tried(configurationWithinMs);
  await listenOnAllAddresses(app, config.http.port);
  return app;
}

/** Node's own choice of both families cannot be asked for through Fastify; hosts without IPv6 refuse `::`. */
async function listenOnAllAddresses(app: NestFastifyApplication, port: number): Promise<void> {
  try {
    await app.listen(port, '::');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !['EAFNOSUPPORT', 'EADDRNOTAVAIL'].includes(String(error.code))) throw error;
    await app.listen(port, '0.0.0.0');
  }
}
