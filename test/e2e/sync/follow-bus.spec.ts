import type { ConfigurationChange, InventoryChange } from '../../../src/kernel/changes.js';
import { until } from '../../support/until.js';
import { aFollower, environment, flags, type AFollower } from './a-follower.js';

const change = (event: 'create' | 'patch' | 'delete', identifier: string, version: number): ConfigurationChange => ({ domain: 'flag', event, environment, identifier, version });
/** What makes a node look at an environment that it knows already. */
const lookAgain: InventoryChange = { domain: 'proxy', event: 'environmentsAdded', environments: [environment] };

describe('what a node that follows the bus tells its SDKs', () => {
  let node: AFollower;

  beforeEach(async () => {
    node = await aFollower(flags({ f0: 1, f1: 1 }));
  });

  afterEach(() => node.stop());

  it('is told again when its data comes only after SDKs were told, who have read what was there before', async () => {
    const sdk = node.sdk();
    await node.bus.publish(change('patch', 'f0', 5));
    await until(() => sdk.heard.length === 1);

    await node.cache.store(flags({ f0: 5, f1: 1 }));
    await node.bus.publish(lookAgain);

    await until(() => sdk.heard.length === 2);
    expect(sdk.heard).toEqual(['patch f0 5', 'patch f0 5']);
  });

  it('is told again by a node that leads by then, which takes it to all nodes', async () => {
    const sdk = node.sdk();
    await node.bus.publish(change('patch', 'f0', 5));
    await until(() => sdk.heard.length === 1);

    node.state.isLeading = true;
    await node.cache.store(flags({ f0: 5, f1: 1 }));
    await node.bus.publish(lookAgain);

    await until(() => sdk.heard.length === 2);
    expect(sdk.heard).toEqual(['patch f0 5', 'patch f0 5']);
    expect(node.carried.filter(({ event }) => event === 'patch')).toHaveLength(2);
  });
});
