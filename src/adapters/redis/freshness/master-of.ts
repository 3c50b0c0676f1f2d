import { Cluster } from 'ioredis';
import { keySlot } from '../lease/key-slot.js';
import type { RedisClient } from '../redis-client.js';

/** Names the server that answers for a key; '' while a Cluster does not tell. */
export function masterOf(client: RedisClient, key: string): string {
  return client instanceof Cluster ? (client.slots[keySlot(key)]?.[0] ?? '') : 'redis';
}
