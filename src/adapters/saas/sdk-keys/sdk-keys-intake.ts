import { Injectable } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import type { Target } from '../../../kernel/target.js';
import { UpstreamUnavailable } from '../../../ports/saas-client.port.js';
import type { IntakeResult, SaasIntakePort } from '../../../ports/saas-intake.port.js';
import { intakeResultOf } from '../intake-result-of.js';
import type { SdkKey } from './sdk-key.js';
import { SdkKeysConnection } from './sdk-keys-connection.js';

/** Metrics and targets, sent with the token of their own environment. */
@Injectable()
export class SdkKeysIntake implements SaasIntakePort {
  readonly #connection: SdkKeysConnection;

  constructor(connection: SdkKeysConnection) {
    this.#connection = connection;
  }

  /** A token that is refused even when renewed is worth a retry: the report is good, and the key may be again. */
  async postMetrics(environment: EnvironmentId, report: MetricsReport): Promise<IntakeResult> {
    const { routes, ring, log } = this.#connection;
    return intakeResultOf('/metrics/:env', log, async () => {
      const key = ring.of(environment) ?? (await this.#keyOnceAsked(environment));
      if (key === undefined) return { status: 404, text: '' };
      const answer = await key.attempt((session) => routes.metrics(session, report));
      return answer.status === 401 ? { ...answer, status: 503 } : answer;
    });
  }

  async registerTarget(sdkKey: string, target: Target): Promise<IntakeResult> {
    const { routes, outlet, log } = this.#connection;
    return intakeResultOf('/client/auth', log, () => outlet.attempt(routes.target(sdkKey, target)));
  }

  /** A node that has not led yet has not asked for environments. Undefined when no key opens this one; rejects while that is not known. */
  async #keyOnceAsked(environment: EnvironmentId): Promise<SdkKey | undefined> {
    const { ring } = this.#connection;
    if (ring.unserved.length > 0) await ring.authenticate();
    const key = ring.of(environment);
    if (key === undefined && ring.unserved.length > 0) throw new UpstreamUnavailable('Some SDK keys do not tell their environment');
    return key;
  }
}
