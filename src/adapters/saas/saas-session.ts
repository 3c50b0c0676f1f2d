import type { UpstreamSession } from '../../ports/saas-client.port.js';
import { isText } from './is-text.js';
import { unverifiedClaims } from './unverified-claims.js';

/** A token of ours and what its claims say. */
export interface SaasSession extends UpstreamSession {
  readonly token: string;
}

/** Reads the answer of /proxy/auth. Throws SyntaxError when there is no readable token. */
export function saasSessionOf(answer: string): SaasSession {
  const { token, claims } = unverifiedClaims(answer);
  const { environments, cluster_identifier: cluster, account } = claims;
  return {
    token,
    environments: Array.isArray(environments) ? environments.filter(isText) : [],
    clusterIdentifier: isText(cluster) ? cluster : '1',
    ...(isText(account) && { accountId: account }),
  };
}
