import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../kernel/configuration.js';
import type { MetricsReport } from '../../kernel/metrics-report.js';
import type { Target } from '../../kernel/target.js';
import type { IntakeResult, SaasIntakePort } from '../../ports/saas-intake.port.js';
import { intakeResultOf } from './intake-result-of.js';
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
    const { routes, log } = this.#connection;
    return intakeResultOf('/metrics/:env', log, async () => {
      const answer = await this.#connection.attempt((session) => routes.metrics(session, environment, report));
      return answer.status === 401 ? { ...answer, status: 503 } : answer;
    });
  }

  async registerTarget(sdkKey: string, target: Target): Promise<IntakeResult> {
    const { routes, log } = this.#connection;
    return intakeResultOf('/client/auth', log, () => this.#connection.attemptUnauthorized(routes.target(sdkKey, target)));
  }
}
