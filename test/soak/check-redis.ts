import { Redis } from 'ioredis';
import type { RedisServer } from '../support/redis-server.js';
import type { Truth } from './truth.js';

/** What Redis holds that SaaS does not, and what it lacks. */
export async function checkRedis({ port }: RedisServer, truth: Truth): Promise<string[]> {
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, maxRetriesPerRequest: 1, commandTimeout: 4_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const held = new Set([...(await client.keys('env-*')), ...(await client.keys('auth-key-*'))].filter((key) => !key.includes('-target-config')));
    const wanted = new Set(expectedKeys(truth));
    return [
      ...[...held].filter((key) => !wanted.has(key)).map((key) => `Redis: ${key} is left over`),
      ...[...wanted].filter((key) => !held.has(key)).map((key) => `Redis: ${key} is missing`),
    ];
  } finally {
    client.disconnect();
  }
}

/** The array of an environment without flags or groups may be there or not: it is left out when it is empty. */
function* expectedKeys(truth: Truth): Iterable<string> {
  for (const [id, { flags, segments, keyHashes }] of truth) {
    if (keyHashes.size > 0) yield `env-${id}-api-configs`;
    for (const hash of keyHashes) yield `auth-key-${hash}`;
    for (const [kind, single, items] of [['feature-configs', 'feature-config', flags], ['segments', 'segment', segments]] as const) {
      if (items.size === 0) continue;
      yield `env-${id}-${kind}`;
      yield `env-${id}-${kind}-latest`;
      for (const name of items.keys()) yield `env-${id}-${single}-${name}`;
    }
  }
}
