import type { Redis } from 'ioredis';

const writing = ['set', 'mset', 'del', 'unlink', 'append', 'setrange', 'flushall'];

/** Keys set or removed so far, scripts included, as the server counts them. */
export async function redisWrites(client: Redis): Promise<number> {
  const stats = await client.info('commandstats');
  return writing.reduce((sum, command) => sum + Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(stats)?.[1] ?? 0), 0);
}
