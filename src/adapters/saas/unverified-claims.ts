import { isRecord } from './is-record.js';

/** A token, and what it says. */
export interface ReadToken {
  readonly token: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Reads the answer of an authentication. Claims are read without verifying: the token came over our own connection, and only
 * SaaS, who checks it, depends on it. Throws SyntaxError when there is no readable token.
 */
export function unverifiedClaims(answer: string): ReadToken {
  const body: unknown = JSON.parse(answer);
  const token = isRecord(body) ? body['authToken'] : undefined;
  if (typeof token !== 'string') throw new SyntaxError('No token');
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  if (!isRecord(claims)) throw new SyntaxError('No claims');
  return { token, claims };
}
