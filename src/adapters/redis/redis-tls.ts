import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { RedisConfig } from '../../config/redis-config.js';
import { redisFailure } from './redis-failure.js';

/** The file of REDIS_CA cannot be used. The message names the file and the reason. */
export class UnusableRedisCa extends Error {}

/** Undefined: no TLS. */
export function redisTls(config: RedisConfig): ConnectionOptions | undefined {
  if (!config.tls) return undefined;
  return config.caFile === undefined ? {} : { ca: authoritiesIn(config.caFile) };
}

function authoritiesIn(file: string): string {
  const pem = contentOf(file);
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new UnusableRedisCa(`REDIS_CA: ${file} holds no PEM certificate`);
  return pem;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UnusableRedisCa(`REDIS_CA: ${file} cannot be read: ${redisFailure(error)}`);
  }
}
