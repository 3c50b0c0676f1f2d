import type { FailureRule } from '../saas/types.mjs';
import type { SaasProcess } from '../support/saas-process.js';
import { aFault, type Fault } from './fault.js';

const failures: Readonly<Record<string, FailureRule>> = {
  'answers 500': { path: '/', status: 500, times: 20 },
  'answers 503 to one in between': { path: '/feature-configs', status: 503, times: 2 },
  'is rate limiting': { path: '/', status: 429, headers: { 'retry-after': '1' }, times: 10 },
  'is slow': { path: '/', delayMs: 700, times: 30 },
  'is slow with flags alone': { path: '/feature-configs', delayMs: 400, times: 10 },
  'never answers': { path: '/', hang: true, times: 3 },
  'breaks connections': { path: '/', reset: true, times: 6 },
  'sends half an answer': { path: '/proxy/config', malformed: true, times: 3 },
  'refuses the key': { path: '/proxy/auth', status: 401, times: 3 },
  'forbids the key': { path: '/proxy/auth', status: 403, times: 3 },
};

/** What may befall SaaS and the way to it. */
export function saasFaults(saas: SaasProcess): Fault[] {
  const { control } = saas;
  return [
    aFault('SaaS', 'is paused', () => saas.pause(), () => saas.resume()),
    aFault('SaaS', 'refuses connections', () => control.refuseConnections(), () => control.acceptConnections()),
    aFault('SaaS', 'ends its streams', () => control.dropStreams()),
    aFault('SaaS', 'breaks its streams', () => control.resetStreams()),
    aFault('SaaS', 'falls silent', () => control.freezeStreams()),
    aFault('SaaS', 'forgets its tokens', () => control.expireTokens()),
    ...Object.entries(failures).map(([kind, rule]) => aFault('SaaS', kind, () => control.fail(rule), () => control.clearFailures())),
    aFault('SaaS', 'ends its streams and is slow', async () => {
      await control.fail({ path: '/proxy/config', delayMs: 900, times: 4 });
      await control.dropStreams();
    }, () => control.clearFailures()),
    aFault('SaaS', 'ends its streams and answers 500', async () => {
      await control.fail({ path: '/', status: 500, times: 6 });
      await control.dropStreams();
    }, () => control.clearFailures()),
  ];
}
