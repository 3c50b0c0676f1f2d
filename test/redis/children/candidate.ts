import { FencedWriter } from '../../../src/adapters/redis/lease/fenced-writer.js';
import { fencesOf } from '../../../src/adapters/redis/lease/fences.js';
import type { Asking } from '../../../src/adapters/redis/lease/redis-script.js';
import { RedisLease } from '../../../src/adapters/redis/lease/redis-lease.js';
import { RedisConnections } from '../../../src/adapters/redis/redis-connections.js';
import type { RedisConfig } from '../../../src/config/redis-config.js';
import { RecordedLog } from '../../support/recorded-log.js';
import { until } from '../../support/until.js';

interface CandidateOptions {
  readonly redis: RedisConfig;
  readonly node: string;
  readonly ttlMs: number;
  /** True: fences go up with the first write beside them only. */
  readonly raisesLazily: boolean;
}

// Campaigns. Told "write <stream>", it stops itself once it leads, after the writer has seen that and before anything is sent; told
// "greet <stream>", it just writes.
const options = JSON.parse(process.argv[2] ?? '') as CandidateOptions;
const connections = new RedisConnections(options.redis, new RecordedLog());
const known = fencesOf(options.redis.mode);
const fences = options.raisesLazily ? { ...known, all: [] } : known;
const { ttlMs } = options;
const lease = new RedisLease(connections, fences, new RecordedLog(), { node: options.node, ttlMs, renewMs: ttlMs / 3, retryMs: ttlMs / 6 });

let stopsBefore = false;
const stoppable: Asking = {
  ask: (run, limitMs) => {
    if (stopsBefore) process.kill(process.pid, 'SIGSTOP');
    return connections.ask(run, limitMs);
  },
};
const writer = new FencedWriter(stoppable, fences, lease);

process.on('message', (message) => void obey(String(message)));

async function obey(message: string): Promise<void> {
  const [word, stream = ''] = message.split(' ');
  await until(() => lease.tenure?.isValid);
  stopsBefore = word === 'write';
  const written = writer.xadd(stream, options.node, 1000);
  stopsBefore = false;
  process.send?.(await written.then(() => 'accepted', (error: { readonly code?: unknown }) => `refused ${String(error.code)}`));
}

lease.campaign(
  (lost) =>
    new Promise((resolve) => {
      lost.addEventListener('abort', () => resolve());
    }),
  () => process.send?.(`leads ${lease.tenure?.token}`),
);
