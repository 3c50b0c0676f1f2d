import { createHmac } from 'node:crypto';
import { hashKey } from '../../saas/hash-key.mjs';

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The secret that relays under test sign with. */
export const testSecret = 'a-secret-for-tests-only';

/** The claims of the reference implementation, no more and no fewer. */
export function referenceClaims(environment: string, sdkKey: string, nowSeconds = Math.floor(Date.now() / 1000)): Record<string, unknown> {
  return { environment, clusterIdentifier: '1', apiKey: `auth-key-${hashKey(sdkKey)}`, iat: nowSeconds, nbf: nowSeconds };
}

interface Signing {
  readonly secret?: string;
  /** As the header names it; the signature is an HMAC of that many bits. */
  readonly algorithm?: 'HS256' | 'HS384' | 'HS512' | 'none';
}

/** A JWT made by hand. */
export function signedToken(claims: object, { secret = testSecret, algorithm = 'HS256' }: Signing = {}): string {
  const text = `${base64url({ alg: algorithm, typ: 'JWT' })}.${base64url(claims)}`;
  if (algorithm === 'none') return `${text}.`;
  return `${text}.${createHmac(algorithm.replace('HS', 'sha'), secret).update(text).digest('base64url')}`;
}
