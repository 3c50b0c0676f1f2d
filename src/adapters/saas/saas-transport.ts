import type { Dispatcher } from 'undici';
import type { Span, Tracing } from '../../kernel/tracing.js';
import type { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { UpstreamUnavailable } from '../../ports/saas-client.port.js';
import { faultCode } from './fault-code.js';
import { firstAnswer } from './first-answer.js';
import type { OutboundDispatchers } from './outbound-dispatchers.js';
import { retryAfterMs } from './retry-after.js';
import type { SaasAnswer } from './saas-answer.js';
import type { SaasLimits } from './saas-limits.js';
import type { SaasRequest } from './saas-request.js';

export type Body = Dispatcher.ResponseData['body'];

/** An answer whose body is still arriving. `body` is there when the status is 200; who has it must destroy it. */
export interface OpenAnswer {
  readonly status: number;
  readonly retryAfterMs?: number;
  readonly contentType: string;
  readonly body?: Body;
}

/**
 * Sends one request within its time limit. With `times` above 1 its time is cut in so many parts, and after each of them without an
 * answer it is sent once more. Rejects with UpstreamUnavailable when no whole answer came back.
 */
export class SaasTransport {
  readonly #dispatchers: OutboundDispatchers;
  readonly #metrics: RelayMetrics;
  readonly #limits: SaasLimits;
  readonly #tracing: Tracing;

  constructor(dispatchers: OutboundDispatchers, metrics: RelayMetrics, limits: SaasLimits, tracing: Tracing) {
    this.#dispatchers = dispatchers;
    this.#metrics = metrics;
    this.#limits = limits;
    this.#tracing = tracing;
  }

  async send(request: SaasRequest, times: number): Promise<SaasAnswer> {
    const labels = { url: request.route, envID: this.#metrics.environments.of(request.environment ?? '') };
    const stopTimer = this.#metrics.saasDuration.startTimer(labels);
    let code = 'error';
    try {
      const answer = await this.#followed(request, (span) =>
        this.#limited(request, async (signal) => {
          const { body, ...head } = await this.#open(request, times, signal, span);
          return { ...head, text: body === undefined ? '' : await this.#textOf(body, request) };
        }),
      );
      code = String(answer.status);
      return answer;
    } finally {
      stopTimer();
      this.#metrics.saasRequests.inc({ ...labels, code });
    }
  }

  /** Resolves with the head of the answer; from then on there is no time limit. */
  async open(request: SaasRequest, times: number): Promise<OpenAnswer> {
    return this.#followed(request, (span) => this.#limited(request, (signal) => this.#open(request, times, signal, span)));
  }

  /** The URL stays out of it: it may hold the proxy key. */
  #followed<T>(request: SaasRequest, work: (span: Span) => Promise<T>): Promise<T> {
    const { method, route, url, environment } = request;
    const attributes = {
      'http.request.method': method,
      'url.template': route,
      'server.address': url.hostname,
      ...(environment !== undefined && { 'ff.environment': environment }),
    };
    return this.#tracing.within(`${method} ${route}`, { kind: 'client', attributes }, work);
  }

  async #limited<T>(request: SaasRequest, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const limit = setTimeout(() => abort.abort(), request.timeoutMs);
    try {
      return await work(abort.signal);
    } catch (cause) {
      if (cause instanceof UpstreamUnavailable) throw cause;
      const reason = abort.signal.aborted ? `no answer within ${request.timeoutMs} ms` : faultCode(cause);
      throw new UpstreamUnavailable(`${request.method} ${request.route} failed: ${reason}`, { cause });
    } finally {
      clearTimeout(limit);
    }
  }

  async #open(request: SaasRequest, times: number, signal: AbortSignal, span: Span): Promise<OpenAnswer> {
    const response = await firstAnswer({
      ask: (own) => this.#ask(request, AbortSignal.any([signal, own])),
      discard: ({ body }) => body.on('error', () => undefined).destroy(),
      patienceMs: request.timeoutMs / times,
      times,
    });
    span.set({ 'http.response.status_code': response.statusCode });
    const retryAfter = retryAfterMs(response.headers['retry-after']);
    const head = {
      status: response.statusCode,
      contentType: String(response.headers['content-type'] ?? ''),
      ...(retryAfter !== undefined && { retryAfterMs: retryAfter }),
    };
    if (head.status === 200) return { ...head, body: response.body };
    await response.body.dump();
    return head;
  }

  #ask({ method, url, headers, body }: SaasRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    return this.#dispatchers.for(url).request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: { ...headers, ...this.#tracing.carrier() },
      body: body ?? null,
      signal,
      // Our own limits hold: one for the request as a whole, and one for each wait on the stream.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  async #textOf(body: Body, request: SaasRequest): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      if (!Buffer.isBuffer(chunk)) continue;
      bytes += chunk.length;
      if (bytes > this.#limits.maxAnswerBytes) {
        throw new UpstreamUnavailable(`The answer of ${request.route} is larger than ${this.#limits.maxAnswerBytes} bytes`);
      }
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString();
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  }
}
