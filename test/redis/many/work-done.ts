import { Exposition } from '../../monitoring/exposition.js';

/** What a node has done for environments so far, as it counts it. The state of the stream is none of theirs. */
export async function workDone(url: string): Promise<Readonly<Record<'writes' | 'encodings' | 'events' | 'streamStates', number>>> {
  const exposition = await Exposition.of(url);
  const writes = [...exposition.of('ff_proxy_redis_cache_write_count'), ...exposition.of('ff_proxy_redis_cache_remove_count')];
  const sum = (samples: typeof writes) => samples.reduce((total, { value }) => total + value, 0);
  const ofStream = writes.filter(({ labels }) => labels['key'] === 'stream-health');
  return {
    writes: sum(writes) - sum(ofStream),
    encodings: exposition.sum('ff_proxy_memoize_cache_write_marshal') + exposition.sum('ff_proxy_memoize_cache_hit_with_unmarshal'),
    events: exposition.sum('ff_proxy_primary_to_sdk_sse_producer_messages_published') + exposition.sum('ff_proxy_replica_to_sdk_sse_producer_messages_published'),
    streamStates: sum(ofStream),
  };
}
