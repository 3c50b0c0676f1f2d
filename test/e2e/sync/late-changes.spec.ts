import type { ConfigurationChange } from '../../../src/kernel/changes.js';
import { until } from '../../support/until.js';
import { aFollower, environment, flags, type AFollower } from './a-follower.js';

const change = (event: 'create' | 'patch' | 'delete', identifier: string, version: number): ConfigurationChange => ({ domain: 'flag', event, environment, identifier, version });

describe('a node that does not lead', () => {
  let node: AFollower;
  let told: string[];

  beforeEach(async () => {
    node = await aFollower(flags({ f0: 1, f1: 1 }));
    told = [];
    node.streams.deliver = ({ event, identifier, version }) => void told.push(`${event} ${identifier} ${version}`);
  });

  afterEach(() => node.stop());

  it('tells of what is there while other changes wait for data that will never come', async () => {
    const outdated = Array.from({ length: 20 }, (_, index) => change('patch', `gone-${index}`, 9));
    await node.cache.store(flags({ f0: 2, f1: 1 }));

    await Promise.all([...outdated, change('patch', 'f0', 2)].map((each) => node.bus.publish(each)));

    expect(told).toEqual(['patch f0 2']);
    await until(() => told.length === 21);
  });

  it('keeps the order of one item, which was deleted and made anew before it heard of that', async () => {
    await node.cache.store(flags({ f0: 1, f1: 3 }));

    for (const each of [change('patch', 'f1', 8), change('delete', 'f1', 9), change('create', 'f1', 3)]) await node.bus.publish(each);

    expect(told).toEqual(['patch f1 8', 'delete f1 9', 'create f1 3']);
  });

  it('tells what is new about an environment that it knows and that a leader has just learned of', async () => {
    await node.cache.store(flags({ f0: 2 }));

    await node.bus.publish({ domain: 'proxy', event: 'environmentsAdded', environments: [environment] });

    expect(told).toEqual(['delete f1 2', 'patch f0 2']);
  });

  it.each([
    ['tells other nodes', 'once it leads, of what a former leader wrote and did not tell', true, ['delete f1 2', 'patch f0 2']],
    ['tells its own SDKs alone', 'of what it finds while another leads', false, []],
  ])('%s %s', async (_, __, isLeading, expected) => {
    const carried: string[] = [];
    node.bus.follow({
      resume: async () => undefined,
      past: () => undefined,
      change: (each) => void (each.domain !== 'proxy' && carried.push(`${each.event} ${each.identifier} ${each.version}`)),
      again: () => undefined,
      away: () => undefined,
      streamState: () => undefined,
    });
    node.state.isLeading = isLeading;
    await node.cache.store(flags({ f0: 2 }));

    await node.bus.publish({ domain: 'proxy', event: 'environmentsAdded', environments: [environment] });

    await until(() => told.length === 2);
    expect(told).toEqual(['delete f1 2', 'patch f0 2']);
    expect(carried).toEqual(expected);
  });

  it('waits for data that comes after its event', async () => {
    await node.bus.publish(change('patch', 'f0', 5));
    expect(told).toEqual([]);

    await node.cache.store(flags({ f0: 5, f1: 1 }));

    await until(() => told.length === 1);
    expect(told).toEqual(['patch f0 5']);
  });

  it('tells nothing once it ends', async () => {
    await node.bus.publish(change('patch', 'f0', 5));

    node.stop();
    await node.bus.publish(change('patch', 'f0', 6));

    expect(told).toEqual([]);
  });
});
