import type { Log } from '../../kernel/log.js';
import type { IntakeResult } from '../../ports/saas-intake.port.js';
import { isWorthRepeating } from './saas-answer.js';
import type { SaasAnswer } from './saas-answer.js';

/** What became of something that was sent. Never rejects. */
export async function intakeResultOf(route: string, log: Log, send: () => Promise<SaasAnswer>): Promise<IntakeResult> {
  try {
    const { status } = await send();
    if (status === 200) return 'accepted';
    log.debug({ route, status }, 'the upstream did not accept what was sent');
    return isWorthRepeating(status) ? 'retry' : 'refused';
  } catch (error) {
    log.debug({ route, reason: error instanceof Error ? error.message : 'unknown' }, 'the upstream could not be reached');
    return 'retry';
  }
}
