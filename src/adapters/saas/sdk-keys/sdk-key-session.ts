import type { EnvironmentId } from '../../../kernel/configuration.js';
import { isText } from '../is-text.js';
import { unverifiedClaims } from '../unverified-claims.js';

/** The token of one SDK key, and what its claims say of the environment. */
export interface SdkKeySession {
  readonly token: string;
  readonly environment: EnvironmentId;
  readonly clusterIdentifier: string;
  readonly accountId?: string;
  /** The words by which the admin API knows the environment; other upstreams may not tell them. */
  readonly organization?: string;
  readonly project?: string;
  readonly environmentIdentifier?: string;
}

/** Reads the answer of /client/auth. Throws SyntaxError when it names no environment. */
export function sdkKeySessionOf(answer: string): SdkKeySession {
  const { token, claims } = unverifiedClaims(answer);
  const { environment, clusterIdentifier, accountID, organizationIdentifier, projectIdentifier, environmentIdentifier } = claims;
  if (!isText(environment)) throw new SyntaxError('No environment');
  return {
    token,
    environment,
    clusterIdentifier: isText(clusterIdentifier) ? clusterIdentifier : '1',
    ...(isText(accountID) && { accountId: accountID }),
    ...(isText(organizationIdentifier) && { organization: organizationIdentifier }),
    ...(isText(projectIdentifier) && { project: projectIdentifier }),
    ...(isText(environmentIdentifier) && { environmentIdentifier }),
  };
}
