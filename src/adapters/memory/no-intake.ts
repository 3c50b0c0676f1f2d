import { Injectable } from '@nestjs/common';
import type { IntakeResult, SaasIntakePort } from '../../ports/saas-intake.port.js';

/** A node that makes no request to SaaS: its metrics go another way, and targets are registered by the node that leads. */
@Injectable()
export class NoIntake implements SaasIntakePort {
  async postMetrics(): Promise<IntakeResult> {
    return 'retry';
  }

  async registerTarget(): Promise<IntakeResult> {
    return 'accepted';
  }
}
