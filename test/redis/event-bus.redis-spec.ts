import { RedisEventBus } from '../../src/adapters/redis/bus/redis-event-bus.js';
import { PlainRedisWriter } from '../../src/adapters/redis/plain-redis-writer.js';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { NoTracing } from '../../src/kernel/no-tracing.js';
import { RelayMetrics } from '../../src/prometheus/relay-metrics.js';
import { describeEventBusContract } from '../contract/event-bus.contract.js';
import { RecordedLog } from '../support/recorded-log.js';
import { busNode, type BusNode } from './bus-node.js';
import { emptied } from './emptied.js';
import { patch } from './patch.js';
import { worlds, type RedisWorld } from './world.js';
import { until } from '../support/until.js';

const forms = Object.entries(worlds).filter(([name]) => name === 'one server' || name === 'a Cluster');

describe.each(forms)('on %s', (_, begin) => {
  let world: RedisWorld;

  beforeAll(async () => {
    world = await begin();
  }, 60_000);

  afterAll(() => world.stop());

  describeEventBusContract('RedisEventBus', async () => {
    const log = new RecordedLog();
    const connections = new RedisConnections(world.config, log);
    await emptied(connections);
    const bus = new RedisEventBus(connections, new PlainRedisWriter(connections), log, new RelayMetrics(), new NoTracing(), 60_000);
    return {
      bus,
      logged: log.lines,
      close: async () => {
        await bus.onModuleDestroy();
        connections.onApplicationShutdown();
      },
    };
  });

  it('carries changes and states to every node once and in order', async () => {
    const [one, other] = [busNode(world.config), busNode(world.config)];
    await until(() => one.resumes === 1 && other.resumes === 1);
    const changes = Array.from({ length: 300 }, (__, index) => patch(index));

    await Promise.all(changes.map((change) => one.bus.publish(change)));
    await one.bus.publishStreamState({ state: 'CONNECTED', since: 1 });
    await other.bus.publish(patch(1_000));

    await until(() => one.changes.length >= 301 && other.changes.length >= 301);
    await until(() => one.states.length > 0 && other.states.length > 0);
    expect(one.changes).toEqual([...changes, patch(1_000)]);
    expect(other.changes.filter(({ version }) => version < 1_000)).toEqual(changes);
    expect([one.states, other.states]).toEqual([['CONNECTED'], ['CONNECTED']]);
    // Redis runs on this machine, so its clock is ours.
    const heardAt = other.heardAt.filter((at) => at !== undefined);
    expect(heardAt).toHaveLength(300);
    for (const at of heardAt) expect(Math.abs(Date.now() - at)).toBeLessThan(60_000);
    expect([one.resumes, other.resumes]).toEqual([1, 1]);
    await one.stop();
    await other.stop();
  });

  it('tells entries of two streams apart that have the same id', async () => {
    const [one, other] = [busNode(world.config), busNode(world.config)];
    await until(() => one.resumes === 1 && other.resumes === 1);

    for (let version = 0; version < 200; version++) {
      await Promise.all([one.bus.publishStreamState({ state: 'CONNECTED', since: 1 }), other.bus.publish(patch(version))]);
    }

    await until(() => one.changes.length === 200 && other.states.length === 200);
    expect(one.changes.map(({ version }) => version)).toEqual(Array.from({ length: 200 }, (__, index) => index));
    await one.stop();
    await other.stop();
  });

  it('tells a node that starts what was published within the window, oldest first, and not as live', async () => {
    const one = busNode(world.config);
    await until(() => one.resumes === 1);
    for (let version = 1; version <= 450; version++) await one.bus.publish(patch(version));
    await one.bus.publish({ domain: 'proxy', event: 'environmentsAdded', environments: ['f'] });

    const knownAtResume: number[] = [];
    const late: BusNode = busNode(world.config, { resume: async () => void knownAtResume.push(late.past.length) });
    await until(() => late.resumes === 1);

    expect(late.past.slice(-450).map(({ change }) => change.version)).toEqual(Array.from({ length: 450 }, (__, index) => index + 1));
    expect(late.past.every(({ at }, index) => at >= (late.past[index - 1]?.at ?? 0))).toBe(true);
    expect(knownAtResume).toEqual([late.past.length]);
    expect(late.changes).toEqual([]);
    await one.stop();
    await late.stop();
  });
});
