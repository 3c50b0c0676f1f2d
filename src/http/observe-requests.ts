import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RelayConfig } from '../config/relay-config.js';
import type { Log } from '../kernel/log.js';
import type { Span, Tracing } from '../kernel/tracing.js';
import type { RelayMetrics } from '../prometheus/relay-metrics.js';
import type { AnsweredRequest } from './answered-request.js';
import { RequestLog } from './request-log.js';
import { endRequestSpan, traceRequests } from './trace-requests.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** A request that is counted before its answer ends (a stream) is not counted again. */
    counted: boolean;
  }
}

type Answered = Omit<AnsweredRequest, 'traceId'>;

/** Told of what is answered before the router, which has been counted by then. */
export interface HotReadObserver {
  begin(request: IncomingMessage, startedAt: number): Span | undefined;
  answered(answer: Answered, span: Span | undefined): void;
}

/** Counts and times every request by its route pattern, and logs and traces it when asked to. */
export class ObserveRequests {
  readonly #metrics: RelayMetrics;
  readonly #requestLog: RequestLog;
  readonly #tracing: Tracing;

  constructor(metrics: RelayMetrics, log: Log, config: RelayConfig, tracing: Tracing) {
    this.#metrics = metrics;
    this.#requestLog = new RequestLog(log, config.log.requests);
    this.#tracing = tracing;
  }

  install(fastify: FastifyInstance): void {
    fastify.decorateRequest('counted', false);
    if (this.#tracing.isOn) traceRequests(fastify, this.#tracing);
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
    const environment = request.sdk?.environment ?? '';
    const { method, id, headers } = request;
    const status = reply.raw.statusCode;
    const ms = reply.elapsedTime;
    this.#metrics.requests.of(url, environment).count(method, status, ms / 1000);
    if (method === 'POST') this.#metrics.httpContentLength.observe({ envID: environment, url }, Number(headers['content-length']) || 0);
    this.#tell({ id, method, url, status, ms, environment, headers }, request.span);
  }

  /** For what no route was found for, since its path cannot be decoded or its head is no HTTP. */
  refused(method: string, status: number): void {
    this.#metrics.requests.of('unknown', '').count(method, status, 0);
    this.#metrics.rejectedRequests.inc({ reason: `status_${status}` });
  }

  /** For what is answered before the router; undefined when nobody wants to know. */
  get hotReads(): HotReadObserver | undefined {
    if (!this.#requestLog.isOn && !this.#tracing.isOn) return undefined;
    return {
      begin: ({ method = '', headers }, startedAt) => (this.#tracing.isOn ? this.#tracing.begin(method, { kind: 'server', carrier: headers, startedAt }) : undefined),
      answered: (answer, span) => this.#tell(answer, span),
    };
  }

  #tell(answered: Answered, span: Span | null | undefined): void {
    if (this.#requestLog.isOn) this.#requestLog.write({ ...answered, traceId: span?.traceId });
    if (span) endRequestSpan(span, answered);
  }
}
