import { setMaxListeners } from 'node:events';
import type { RelayConfig } from '../../config/relay-config.js';
import type { Log } from '../../kernel/log.js';
import type { Tracing } from '../../kernel/tracing.js';
import { UpstreamUnavailable } from '../../ports/saas-client.port.js';
import type { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { OutboundDispatchers } from './outbound-dispatchers.js';
import { repeatAttempts } from './repeat-attempts.js';
import type { SaasAnswer } from './saas-answer.js';
import { defaultSaasLimits } from './saas-limits.js';
import type { SaasLimits } from './saas-limits.js';
import type { SaasRequest } from './saas-request.js';
import { SaasTransport } from './saas-transport.js';
import type { OpenAnswer } from './saas-transport.js';

/** A request that hangs, as it does where a load balancer lost its server, must not keep everybody stale for the whole of its time. */
const mostAtOnce = 3;

/** The way out to SaaS, whatever the credentials: how requests are sent, how often they are tried, and the end of it all. */
export class SaasOutlet {
  readonly limits: SaasLimits;
  readonly streamIdleTimeoutMs: number;
  readonly #dispatchers: OutboundDispatchers;
  readonly #transport: SaasTransport;
  readonly #closing = new AbortController();

  constructor(
    { saas }: RelayConfig,
    readonly log: Log,
    readonly metrics: RelayMetrics,
    tracing: Tracing,
    limits: Partial<SaasLimits> = {},
  ) {
    // Requests that wait for their next attempt listen to it, however many they are.
    setMaxListeners(0, this.#closing.signal);
    this.limits = { ...defaultSaasLimits, requestTimeoutMs: saas.requestTimeoutMs, ...limits };
    this.streamIdleTimeoutMs = saas.streamIdleTimeoutMs;
    this.#dispatchers = new OutboundDispatchers(saas.outbound, this.limits.connectTimeoutMs);
    this.#transport = new SaasTransport(this.#dispatchers, metrics, this.limits, tracing);
  }

  /** For requests that are safe to repeat. Resolves with an answer of any status. */
  async request(request: SaasRequest): Promise<SaasAnswer> {
    return this.#repeated(() => this.#transport.send(request, mostAtOnce));
  }

  /** The same once. */
  async attempt(request: SaasRequest): Promise<SaasAnswer> {
    return this.#transport.send(request, 1);
  }

  async open(request: SaasRequest): Promise<OpenAnswer> {
    return this.#repeated(() => this.#transport.open(request, mostAtOnce));
  }

  /** Breaks off every request and stream. Nothing can be sent afterwards. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#dispatchers.destroy();
  }

  async #repeated<T extends { readonly status: number }>(attempt: () => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) throw new UpstreamUnavailable('The connection to the upstream is closed');
    return repeatAttempts(this.limits, this.#closing.signal, attempt);
  }
}
