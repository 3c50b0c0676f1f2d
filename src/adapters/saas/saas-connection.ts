import type { OnApplicationShutdown } from '@nestjs/common';
import type { RelayConfig } from '../../config/relay-config.js';
import type { EnvironmentId } from '../../kernel/configuration.js';
import type { Log } from '../../kernel/log.js';
import type { Tracing } from '../../kernel/tracing.js';
import { UpstreamUnavailable } from '../../ports/saas-client.port.js';
import type { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { OutboundDispatchers } from './outbound-dispatchers.js';
import { relayVersion } from '../../config/relay-version.js';
import { repeatAttempts } from './repeat-attempts.js';
import { expectAccepted, isRefusal } from './saas-answer.js';
import type { SaasAnswer } from './saas-answer.js';
import { defaultSaasLimits } from './saas-limits.js';
import type { SaasLimits } from './saas-limits.js';
import type { SaasRequest } from './saas-request.js';
import { SaasRoutes } from './saas-routes.js';
import { saasSessionOf } from './saas-session.js';
import type { SaasSession } from './saas-session.js';
import { SaasTransport } from './saas-transport.js';
import type { OpenAnswer } from './saas-transport.js';
import { unexpectedAnswer } from './unexpected-answer.js';

/** Describes a request for the session it is going to be sent under. */
export type Describe = (session: SaasSession) => SaasRequest;

/** What everything that talks to SaaS shares: the way out, the token, and how often to try. */
export class SaasConnection implements OnApplicationShutdown {
  readonly routes: SaasRoutes;
  readonly limits: SaasLimits;
  readonly streamIdleTimeoutMs: number;
  readonly #dispatchers: OutboundDispatchers;
  readonly #transport: SaasTransport;
  readonly #closing = new AbortController();
  #session: SaasSession | undefined;
  #renewal: Promise<SaasSession> | undefined;
  #authentications = 0;
  #sessionFrom = 0;

  constructor(
    config: RelayConfig,
    readonly log: Log,
    readonly metrics: RelayMetrics,
    tracing: Tracing,
    limits: Partial<SaasLimits> = {},
  ) {
    this.limits = { ...defaultSaasLimits, ...limits };
    this.streamIdleTimeoutMs = config.saas.streamIdleTimeoutMs;
    this.routes = new SaasRoutes(config, this.limits, relayVersion());
    this.#dispatchers = new OutboundDispatchers(config.saas.outbound, this.limits.connectTimeoutMs);
    this.#transport = new SaasTransport(this.#dispatchers, metrics, this.limits, tracing);
  }

  /** Always asks for a token of its own, since one that is under way may not list what was added just now. */
  async authenticate(): Promise<SaasSession> {
    const turn = ++this.#authentications;
    const request = this.routes.authentication();
    const answer = await this.#repeated(() => this.#transport.send(request));
    expectAccepted(answer.status, request.route);
    const session = sessionIn(answer, request);
    if (turn > this.#sessionFrom) {
      this.#sessionFrom = turn;
      this.#session = session;
    }
    return session;
  }

  /** Whether the token in use lists the environment. */
  lists(environment: EnvironmentId): boolean {
    return this.#session?.environments.includes(environment) ?? false;
  }

  /** For requests that are safe to repeat. Resolves with an answer of any status, after retries and one renewal of the token. */
  async request(describe: Describe): Promise<SaasAnswer> {
    return this.#authorized((session) => this.#repeated(() => this.#transport.send(describe(session))));
  }

  /** The same without retries. */
  async attempt(describe: Describe): Promise<SaasAnswer> {
    return this.#authorized((session) => this.#transport.send(describe(session)));
  }

  /** One request that needs no token. */
  async attemptUnauthorized(request: SaasRequest): Promise<SaasAnswer> {
    return this.#transport.send(request);
  }

  async open(describe: Describe): Promise<OpenAnswer> {
    return this.#authorized((session) => this.#repeated(() => this.#transport.open(describe(session))));
  }

  /** Breaks off every request and stream. Nothing can be sent afterwards. */
  async onApplicationShutdown(): Promise<void> {
    this.#closing.abort();
    await this.#dispatchers.destroy();
  }

  async #authorized<T extends { readonly status: number }>(send: (session: SaasSession) => Promise<T>): Promise<T> {
    const session = this.#session ?? (await this.#renewed(undefined));
    const answer = await send(session);
    return isRefusal(answer.status) ? send(await this.#renewed(session)) : answer;
  }

  /** A session other than the refused one. Everybody who was refused under it shares one authentication. */
  async #renewed(refused: SaasSession | undefined): Promise<SaasSession> {
    if (this.#session !== undefined && this.#session !== refused) return this.#session;
    this.#renewal ??= this.authenticate().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #repeated<T extends { readonly status: number }>(attempt: () => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) throw new UpstreamUnavailable('The connection to the upstream is closed');
    return repeatAttempts(this.limits, this.#closing.signal, attempt);
  }
}

function sessionIn(answer: SaasAnswer, request: SaasRequest): SaasSession {
  try {
    return saasSessionOf(answer.text);
  } catch (fault) {
    throw unexpectedAnswer(request.route, fault);
  }
}
