import { setTimeout as delay } from 'node:timers/promises';
import { environmentOfSize } from '../configuration/environments.mjs';
import { compare } from '../load/compare.mjs';
import { latencies } from '../load/latencies.mjs';
import { median, medianAndSpread, ratios } from '../load/median.mjs';
import { startNode, startRelay, tokenOf } from '../processes/relay.mjs';
import { startRedis } from '../processes/redis.mjs';

/**
 * What high availability costs a read. The leader asks nobody, a replica compares what it holds with Redis first: the one beside
 * the other is the check on and off. Then a replica whose Redis is stopped, beside itself before.
 */
export async function fleet(options) {
  const environment = environmentOfSize('20k', 20 * 1024);
  const parts = [];
  try {
    const redis = await startRedis();
    parts.unshift(redis);
    const env = { REDIS_ADDRESS: redis.address };
    const leader = await startRelay({ dist: options.dist, environments: [environment], env });
    parts.unshift(leader);
    const replica = await startNode({ dist: options.dist, env: { ...env, READ_REPLICA: 'true' } });
    parts.unshift(replica);
    const authorization = `Bearer ${await tokenOf(leader.origin, environment.sdkKeys[0])}`;
    const request = { path: `/client/env/${environment.id}/feature-configs`, headers: { authorization } };

    console.table([await costOfTheCheck(request, leader, replica, options)]);
    console.table(await withoutRedis(request, replica, redis, options));
  } finally {
    for (const part of parts) await part.stop();
  }
}

async function costOfTheCheck(request, leader, replica, options) {
  const contenders = Object.entries({ leader, replica }).map(([name, { program, origin }]) => ({ name, pid: program.pid, origin, requests: [request] }));
  const samples = await compare(contenders, options);
  return {
    read: 'feature-configs 20 KB',
    'check off, req/s': Math.round(median(samples.leader.map(({ perSecond }) => perSecond))),
    'check on / off': medianAndSpread(ratios(samples.replica, samples.leader, 'perSecond')),
    'check off, CPU µs': Math.round(median(samples.leader.map(({ cpuMicros }) => cpuMicros))),
    'check on, CPU µs': Math.round(median(samples.replica.map(({ cpuMicros }) => cpuMicros))),
  };
}

/** One reader at a time: how long an answer takes, rather than how many there are. */
async function withoutRedis(request, replica, redis, { roundSeconds, rounds }) {
  const healthy = [];
  const stopped = [];
  for (let round = 0; round < rounds; round += 1) {
    healthy.push(await latencies(replica.origin, request, roundSeconds));
    redis.signal('SIGSTOP');
    try {
      // The first reads wait out one check; after that nobody asks Redis until it answers again.
      const first = await latencies(replica.origin, request, roundSeconds);
      const later = await latencies(replica.origin, request, roundSeconds);
      stopped.push({ ...later, mostMs: Math.max(first.mostMs, later.mostMs) });
    } finally {
      redis.signal('SIGCONT');
    }
    // Until it is asked again.
    await delay(2_500);
  }
  const row = (redisIs, samples) => ({
    'Redis is': redisIs,
    'median ms': medianAndSpread(samples.map(({ medianMs }) => medianMs)),
    'p99 ms': medianAndSpread(samples.map(({ p99Ms }) => p99Ms)),
    'longest ms': Math.max(...samples.map(({ mostMs }) => mostMs)).toFixed(0),
    'median, of healthy': medianAndSpread(ratios(samples, healthy, 'medianMs')),
    'p99, of healthy': medianAndSpread(ratios(samples, healthy, 'p99Ms')),
  });
  return [row('healthy', healthy), row('stopped', stopped)];
}
