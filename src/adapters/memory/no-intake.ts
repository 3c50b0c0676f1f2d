import { Injectable } from '@nestjs/common';
import type { IntakeResult, SaasIntakePort } from '../../ports/saas-intake.port.js';

/** A node that makes no request to SaaS. A replica's metrics go another way; where nobody makes one, they end here. */
@Injectable()
export class NoIntake implements SaasIntakePort {
  async postMetrics(): Promise<IntakeResult> {
    return 'dropped';
  }

  async registerTarget(): Promise<IntakeResult> {
    return 'dropped';
  }
}
