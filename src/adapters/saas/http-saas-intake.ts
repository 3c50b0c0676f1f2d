import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../kernel/configuration.js';
import type { MetricsReport } from '../../kernel/metrics-report.js';
import type { Target } from '../../kernel/target.js';
import type { IntakeResult, SaasIntakePort } from '../../ports/saas-intake.port.js';
import { isWorthRepeating } from './saas-answer.js';
import type { SaasAnswer } from './saas-answer.js';
import { SaasConnection } from './saas-connection.js';

/** Metrics and targets, sent over HTTP. */
@Injectable()
export class HttpSaasIntake implements SaasIntakePort {
  readonly #connection: SaasConnection;

  constructor(connection: SaasConnection) {
    this.#connection = connection;
  }

  /** A token that is refused even when renewed is worth a retry: the report is good, and the key may be again. */
  async postMetrics(environment: EnvironmentId, report: MetricsReport): Promise<IntakeResult> {
    const { routes } = this.#connection;
    return this.#resultOf('/metrics/:env', async () => {
      const answer = await this.#connection.attempt((session) => routes.metrics(session, environment, report));
      return answer.status === 401 ? { ...answer, status: 503 } : answer;
    });
  }

  async registerTarget(sdkKey: string, target: Target): Promise<IntakeResult> {
    const { routes } = this.#connection;
    return this.#resultOf('/client/auth', () => this.#connection.attemptUnauthorized(routes.target(sdkKey, target)));
  }

  async #resultOf(route: string, send: () => Promise<SaasAnswer>): Promise<IntakeResult> {
    try {
      const { status } = await send();
      if (status === 200) return 'accepted';
      this.#connection.log.debug({ route, status }, 'the upstream did not accept what was sent');
      return isWorthRepeating(status) ? 'retry' : 'refused';
    } catch (error) {
      this.#connection.log.debug({ route, reason: error instanceof Error ? error.message : 'unknown' }, 'the upstream could not be reached');
      return 'retry';
    }
  }
}
