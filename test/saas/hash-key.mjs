import { createHash } from 'node:crypto';

/**
 * An SDK key as SaaS reports it: lower-case hex SHA-256.
 * @param {string} key
 */
export function hashKey(key) {
  return createHash('sha256').update(key).digest('hex');
}
