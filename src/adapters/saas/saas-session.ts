import type { UpstreamSession } from '../../ports/saas-client.port.js';
import { isRecord } from './is-record.js';

/** A token of ours and what its claims say. */
export interface SaasSession extends UpstreamSession {
  readonly token: string;
}

/**
 * Reads the answer of /proxy/auth. Claims are read without verifying: the token came over our own connection, and only
 * SaaS, who checks it, depends on it. Throws SyntaxError when there is no readable token.
 */
export function saasSessionOf(answer: string): SaasSession {
  const body: unknown = JSON.parse(answer);
  const token = isRecord(body) ? body['authToken'] : undefined;
  if (typeof token !== 'string') throw new SyntaxError('No token');
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  if (!isRecord(claims)) throw new SyntaxError('No claims');

  const { environments, cluster_identifier: cluster, account } = claims;
  return {
    token,
    environments: Array.isArray(environments) ? environments.filter(isText) : [],
    clusterIdentifier: isText(cluster) ? cluster : '1',
    ...(isText(account) && { accountId: account }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
