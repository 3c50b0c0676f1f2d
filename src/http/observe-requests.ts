import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RelayConfig } from '../config/relay-config.js';
import type { Log } from '../kernel/log.js';
import type { RelayMetrics } from '../prometheus/relay-metrics.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** A request that is counted before its answer ends (a stream) is not counted again. */
    counted: boolean;
  }
}

/** Counts and times every request by its route pattern, and logs it when asked to. */
export class ObserveRequests {
  readonly #metrics: RelayMetrics;
  readonly #log: Log;
  readonly #logRequests: boolean;

  constructor(metrics: RelayMetrics, log: Log, config: RelayConfig) {
    this.#metrics = metrics;
    this.#log = log;
    this.#logRequests = config.log.requests;
  }

  install(fastify: FastifyInstance): void {
    fastify.decorateRequest('counted', false);
    fastify.addHook('onResponse', (request, reply, done) => {
      if (!request.counted) this.record(request, reply);
      done();
    });
  }

  record(request: FastifyRequest, reply: FastifyReply): void {
    request.counted = true;
    if (request.routeOptions.config.observed === false) return;
    const url = request.routeOptions.url ?? 'unknown';
    // Only the environment of a verified token is a label: paths can name any number of environments.
    const envID = request.sdk?.environment ?? '';
    this.#metrics.requests.of(url, envID).count(request.method, reply.raw.statusCode, reply.elapsedTime / 1000);
    if (request.method === 'POST') {
      this.#metrics.httpContentLength.observe({ envID, url }, Number(request.headers['content-length']) || 0);
    }
    if (this.#logRequests) this.#write(request, reply, url, envID);
  }

  #write(request: FastifyRequest, reply: FastifyReply, url: string, environment: string): void {
    const application = request.headers['harness-sdk-applicationid'];
    this.#log.info(
      {
        requestId: request.id,
        method: request.method,
        url,
        status: reply.raw.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ...(environment !== '' && { environment }),
        ...(application !== undefined && { application }),
      },
      'request',
    );
  }
}
