import type { EnvironmentId, AuthKeyHash } from '../../../kernel/configuration.js';
import { authKeyPrefix } from './sdk-identity.js';

/** Tokens of the relay are accepted by nodes whose clock is up to this much behind. */
const backdatedSeconds = 60;

/** ASCII without `>`, `?` and `~`: only then is base64url the same as the plain base64 that the Android and PHP SDKs decode. */
const plainBase64 = /^[\x20-\x3d\x40-\x7d]*$/;

/**
 * What an SDK token says. `clusterIdentifier` must be there (Go, Python and .NET refuse tokens without it); nothing expires,
 * since SDKs do not authenticate again. The optional claims are left out where they would make the token unreadable.
 */
export function tokenClaims(token: {
  readonly key: AuthKeyHash;
  readonly environment: EnvironmentId;
  readonly environmentIdentifier: string | undefined;
  readonly accountId: string | undefined;
  readonly nowSeconds: number;
}): Record<string, string | number> {
  return {
    apiKey: authKeyPrefix + token.key,
    environment: token.environment,
    clusterIdentifier: '1',
    ...optionalClaim('environmentIdentifier', token.environmentIdentifier),
    ...optionalClaim('accountID', token.accountId),
    iat: token.nowSeconds,
    nbf: token.nowSeconds - backdatedSeconds,
  };
}

function optionalClaim(name: string, value: string | undefined): Record<string, string> {
  return value !== undefined && plainBase64.test(value) ? { [name]: value } : {};
}
