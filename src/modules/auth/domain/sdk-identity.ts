import type { AuthKeyHash, EnvironmentId } from '../../../kernel/configuration.js';

/** Who a request comes from, as its token says. `issuedAt` is Unix seconds, 0 when the token does not tell. */
export interface SdkIdentity {
  readonly environment: EnvironmentId;
  readonly key: AuthKeyHash;
  readonly issuedAt: number;
}

/** The prefix under which keys stand in the claims and in the cache. */
export const authKeyPrefix = 'auth-key-';

/** The identity in the claims of a verified token, or undefined when they are not those of an SDK token. */
export function identityOf(claims: Readonly<Record<string, unknown>>): SdkIdentity | undefined {
  const { apiKey, environment, iat } = claims;
  if (typeof apiKey !== 'string' || !apiKey.startsWith(authKeyPrefix)) return undefined;
  if (typeof environment !== 'string' || environment === '') return undefined;
  return { environment, key: apiKey.slice(authKeyPrefix.length), issuedAt: typeof iat === 'number' ? iat : 0 };
}
