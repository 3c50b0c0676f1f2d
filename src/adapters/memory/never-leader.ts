import { Injectable } from '@nestjs/common';
import type { LeadershipPort } from '../../ports/leadership.port.js';

/** A node that follows others: it never leads. */
@Injectable()
export class NeverLeader implements LeadershipPort {
  readonly isCandidate = false;

  campaign(_lead: (lost: AbortSignal) => Promise<void>): void {}

  async confirm(): Promise<void> {}

  async resign(): Promise<void> {}
}
