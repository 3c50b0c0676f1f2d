import type { OnApplicationShutdown } from '@nestjs/common';
import type { RelayConfig } from '../../config/relay-config.js';
import { relayVersion } from '../../config/relay-version.js';
import type { EnvironmentId } from '../../kernel/configuration.js';
import type { Log } from '../../kernel/log.js';
import type { Tracing } from '../../kernel/tracing.js';
import type { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { expectAccepted } from './saas-answer.js';
import type { SaasAnswer } from './saas-answer.js';
import type { SaasLimits } from './saas-limits.js';
import { SaasOutlet } from './saas-outlet.js';
import type { SaasRequest } from './saas-request.js';
import { SaasRoutes } from './saas-routes.js';
import { saasSessionOf } from './saas-session.js';
import type { SaasSession } from './saas-session.js';
import type { OpenAnswer } from './saas-transport.js';
import { TokenHolder } from './token-holder.js';
import { unexpectedAnswer } from './unexpected-answer.js';

/** Describes a request for the session it is going to be sent under. */
export type Describe = (session: SaasSession) => SaasRequest;

/** What everything that talks to SaaS by proxy key shares: the way out, and the token. */
export class SaasConnection implements OnApplicationShutdown {
  readonly outlet: SaasOutlet;
  readonly routes: SaasRoutes;
  readonly #tokens = new TokenHolder(() => this.#authenticated());

  constructor(
    config: RelayConfig,
    readonly log: Log,
    readonly metrics: RelayMetrics,
    tracing: Tracing,
    limits: Partial<SaasLimits> = {},
  ) {
    this.outlet = new SaasOutlet(config, log, metrics, tracing, limits);
    this.routes = new SaasRoutes(config, this.outlet.limits, relayVersion());
  }

  async authenticate(): Promise<SaasSession> {
    return this.#tokens.renew();
  }

  /** Whether the token in use lists the environment. */
  lists(environment: EnvironmentId): boolean {
    return this.#tokens.session?.environments.includes(environment) ?? false;
  }

  /** For requests that are safe to repeat. Resolves with an answer of any status, after retries and one renewal of the token. */
  async request(describe: Describe): Promise<SaasAnswer> {
    return this.#tokens.use((session) => this.outlet.request(describe(session)));
  }

  /** The same without retries. */
  async attempt(describe: Describe): Promise<SaasAnswer> {
    return this.#tokens.use((session) => this.outlet.attempt(describe(session)));
  }

  /** One request that needs no token. */
  async attemptUnauthorized(request: SaasRequest): Promise<SaasAnswer> {
    return this.outlet.attempt(request);
  }

  async open(describe: Describe): Promise<OpenAnswer> {
    return this.#tokens.use((session) => this.outlet.open(describe(session)));
  }

  /** Breaks off every request and stream. Nothing can be sent afterwards. */
  async onApplicationShutdown(): Promise<void> {
    await this.outlet.close();
  }

  async #authenticated(): Promise<SaasSession> {
    const request = this.routes.authentication();
    const answer = await this.outlet.request(request);
    expectAccepted(answer.status, request.route);
    try {
      return saasSessionOf(answer.text);
    } catch (fault) {
      throw unexpectedAnswer(request.route, fault);
    }
  }
}
