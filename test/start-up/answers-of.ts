import { referenceClaims, signedToken } from '../e2e/support/signed-token.js';
import type { RunningRelay } from '../support/relay.js';
import { StartingSaas } from './starting-saas.js';

/** The status of /health, /health/ready, /client/auth and /stream, to an SDK that has had its token before. */
export async function answersOf({ url }: RunningRelay): Promise<string> {
  const { environment, sdkKey } = StartingSaas;
  const headers = { authorization: `Bearer ${signedToken(referenceClaims(environment, sdkKey))}`, 'api-key': sdkKey };
  const answers = [
    await fetch(`${url}/health`),
    await fetch(`${url}/health/ready`),
    await fetch(`${url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: sdkKey }) }),
    await fetch(`${url}/stream`, { headers }),
  ];
  await Promise.all(answers.map(async (answer) => answer.body?.cancel()));
  return answers.map(({ status }) => status).join(' ');
}
