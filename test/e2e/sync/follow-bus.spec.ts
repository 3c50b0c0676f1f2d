import type { ConfigurationChange, InventoryChange } from '../../../src/kernel/changes.js';
import { until } from '../../support/until.js';
import { aFollower, environment, flags, type AFollower } from './a-follower.js';

const change = (event: 'create' | 'patch' | 'delete', identifier: string, version: number): ConfigurationChange => ({ domain: 'flag', event, environment, identifier, version });
/** What makes a node look at an environment that it knows already. */
/** A deleted proxy key that nobody means: what makes a node take whatever the cache holds, as it does when the bus was away. */
const compareAll: InventoryChange = { domain: 'proxy', event: 'proxyKeyDeleted' };
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

  it('holds what happened before it listened, also for SDKs that came before that was known', async () => {
    const sdk = node.sdk();
    await node.bus.publish(change('delete', 'known', 4));

    const past = [change('delete', 'gone', 9), change('delete', 'f0', 8), change('patch', 'known', 3), change('patch', 'f1', 1), change('patch', 'over', 7)];
    node.tellSdks.past(past.map((each) => ({ change: each, at: Date.now() })));
    expect(node.streams.lastWords(environment)).toContainEqual(expect.objectContaining(change('delete', 'over', 8)));

    const expected = ['delete known 4', 'delete gone 9', 'delete f0 8', 'create f0 1', 'patch f1 1', 'patch over 7', 'delete over 8'];
    await until(() => sdk.heard.length === expected.length);
    expect(sdk.heard).toEqual(expected);
  });

  it('names what is there although its end was the last that was told, so that its next end is news', async () => {
    const sdk = node.sdk();
    node.streams.remember([{ change: change('delete', 'f0', 8), at: Date.now() }]);

    await node.bus.publish(lookAgain);
    await node.cache.store(flags({ f1: 1 }));
    await node.bus.publish(change('delete', 'f0', 2));

    const expected = ['delete f0 8', 'create f0 1', 'delete f0 2'];
    await until(() => sdk.heard.length === expected.length);
    expect(sdk.heard).toEqual(expected);
  });

  it('is put right where memory is older than what was told, which was so in a former life', async () => {
    const sdk = node.sdk();
    node.streams.remember([{ change: change('patch', 'f0', 8), at: Date.now() }]);

    await node.bus.publish(lookAgain);
    await node.cache.store(flags({ f0: 2, f1: 1 }));
    await node.bus.publish(change('patch', 'f0', 2));

    const expected = ['patch f0 8', 'delete f0 9', 'create f0 1', 'patch f0 2'];
    await until(() => sdk.heard.length === expected.length);
    expect(sdk.heard).toEqual(expected);
  });

  it('is what a leader tells again of what went, to those alone who do not know of it', async () => {
    await node.bus.publish(change('delete', 'known', 4));
    const sdk = node.sdk();
    await until(() => sdk.heard.length === 1);

    for (const each of [change('delete', 'known', 4), change('delete', 'gone', 9), change('delete', 'f0', 8), change('create', 'f0', 1)]) await node.bus.publish({ ...each, isRetold: true });
    await node.bus.publish({ ...change('delete', 'f0', 8), isRetold: true });
    await node.bus.publish(change('delete', 'last', 1));

    await until(() => sdk.heard.at(-1) === 'delete last 1');
    expect(sdk.heard).toEqual(['delete known 4', 'delete gone 9', 'delete f0 8', 'create f0 1', 'delete last 1']);
  });
});

describe('a flag that a store shows once more after its end was told', () => {
  const lookOnly: InventoryChange = { domain: 'proxy', event: 'apiKeyAdded', environment, authKey: 'a'.repeat(64) };
  let node: AFollower;

  beforeEach(async () => {
    node = await aFollower(flags({ f0: 1, f1: 1 }));
    const sdk = node.sdk();
    await node.cache.store(flags({ f1: 1 }));
    await node.bus.publish(change('delete', 'f0', 2));
    await until(() => sdk.heard.length === 1);
    await node.cache.store(flags({ f0: 1, f1: 1 }));
    await node.bus.publish(lookOnly);
    expect(node.held()).toEqual({ f0: 1, f1: 1 });
  });

  afterEach(() => node.stop());

  it.each([[false], [true]])('ends once more for SDKs that may have read it, when that is told (again by a new leader: %s)', async (isRetold) => {
    const sdk = node.sdk();
    await node.cache.store(flags({ f1: 1 }));

    await node.bus.publish({ ...change('delete', 'f0', 2), ...(isRetold && { isRetold }) });

    await until(() => sdk.heard.length === 2);
    expect(sdk.heard).toEqual(['delete f0 2', 'delete f0 2']);
  });

  it('ends once more although nobody tells of it', async () => {
    const sdk = node.sdk();
    await node.cache.store(flags({ f1: 1 }));
    await node.bus.publish(lookOnly);
    expect(node.held()).toEqual({ f1: 1 });

    node.tellSdks.untold(environment);

    await until(() => sdk.heard.length === 2);
    expect(sdk.heard).toEqual(['delete f0 2', 'delete f0 2']);
    node.tellSdks.untold(environment);
    await node.bus.publish(change('patch', 'f1', 2));
    await until(() => sdk.heard.length === 3, 5_000);
    expect(sdk.heard.at(-1)).toBe('patch f1 2');
  });
});

describe('a flag that began anew higher than the last life that anybody remembers', () => {
  const past = [change('delete', 'f0', 4), change('create', 'f0', 5)];
  let node: AFollower;

  beforeEach(async () => {
    node = await aFollower(flags({ f0: 5 }));
  });

  afterEach(() => node.stop());

  it.each([
    ['as the past', async (told: typeof past) => node.tellSdks.past(told.map((each) => ({ change: each, at: Date.now() })))],
    ['again by a leader', async (told: typeof past) => { for (const each of told) await node.bus.publish({ ...each, isRetold: true }); }],
    ['live', async (told: typeof past) => { for (const each of told) await node.bus.publish(each); }],
  ])('is told with its end to SDKs that hold a life before that, when it is told %s', async (_, tell) => {
    const open = node.sdk();
    await tell(past);
    await until(() => open.heard.length === 2);

    expect(open.heard).toEqual(['delete f0 4', 'create f0 5']);
    const later = node.sdk();
    await until(() => later.heard.length === 2);
    expect(later.heard).toEqual(['delete f0 4', 'create f0 5']);
  });
});

describe('a flag that began anew unheard', () => {
  it('counts at once for a node that holds its former life and is told of it again by a leader', async () => {
    const node = await aFollower(flags({ f0: 9 }));
    try {
      const sdk = node.sdk();
      await node.cache.store(flags({ f0: 4 }));

      for (const each of [change('delete', 'f0', 9), change('create', 'f0', 4)]) await node.bus.publish({ ...each, isRetold: true });
      await until(() => sdk.heard.length === 2);

      expect(node.held()).toEqual({ f0: 4 });
      expect(sdk.heard).toEqual(['delete f0 9', 'create f0 4']);
    } finally {
      node.stop();
    }
  });

  it('counts, and takes no other flag back to what a store that is behind shows', async () => {
    const node = await aFollower(flags({ f0: 9, f1: 5 }));
    try {
      const sdk = node.sdk();
      await node.cache.store(flags({ f0: 4, f1: 4 }));

      for (const each of [change('delete', 'f0', 9), change('create', 'f0', 4)]) await node.bus.publish({ ...each, isRetold: true });
      await until(() => sdk.heard.length === 2);

      expect(node.held()).toEqual({ f0: 4, f1: 5 });
    } finally {
      node.stop();
    }
  });

  it('does not take the node that led then back to what a store shows that is behind, once another leads', async () => {
    const node = await aFollower(flags({ f0: 1, f1: 1 }));
    try {
      const sdk = node.sdk();
      node.firstHand.begin();
      node.firstHand.noteAllBut([]);
      await node.bus.publish(change('create', 'f0', 1));
      await until(() => sdk.heard.length === 1);
      node.firstHand.end();
      await node.cache.store(flags({ f0: 27, f1: 1 }));
      await node.bus.publish(lookAgain);
      await until(() => node.held()['f0'] === 27);

      await node.cache.store(flags({ f0: 24, f1: 2 }));
      await node.bus.publish(change('patch', 'f1', 2));
      await until(() => sdk.heard.length === 2);

      expect(node.held()).toEqual({ f0: 27, f1: 2 });
    } finally {
      node.stop();
    }
  });

  it('does not so either when the leader was told of the beginning after it had read more', async () => {
    const node = await aFollower(flags({ f0: 2, f1: 1 }));
    try {
      const sdk = node.sdk();
      node.firstHand.begin();
      node.firstHand.noteAllBut([]);
      for (const each of [change('create', 'f0', 1), change('patch', 'f0', 2)]) await node.bus.publish(each);
      await until(() => sdk.heard.length === 2);
      node.firstHand.end();
      await node.cache.store(flags({ f0: 27, f1: 1 }));
      await node.bus.publish(compareAll);
      await until(() => node.held()['f0'] === 27);

      await node.cache.store(flags({ f0: 24, f1: 2 }));
      await node.bus.publish(change('patch', 'f1', 2));
      await until(() => sdk.heard.length === 3);

      expect(node.held()).toEqual({ f0: 27, f1: 2 });
    } finally {
      node.stop();
    }
  });

  it.each([
    ['for a moment', lookAgain],
    ['where everything is compared', compareAll],
  ])('counts at once after a store has shown its former life once more, %s', async (_, look) => {
    const node = await aFollower(flags({ f0: 7, f1: 1 }));
    try {
      const sdk = node.sdk();
      await node.cache.store(flags({ f1: 1 }));
      await node.bus.publish(change('delete', 'f0', 8));
      await node.cache.store(flags({ f0: 1, f1: 1 }));
      await node.bus.publish(change('create', 'f0', 1));
      await until(() => sdk.heard.length === 2);
      await node.cache.store(flags({ f0: 7, f1: 1 }));
      await node.bus.publish(look);
      await until(() => node.held()['f0'] === 7);

      await node.cache.store(flags({ f0: 1, f1: 2 }));
      await node.bus.publish(change('patch', 'f1', 2));
      await until(() => sdk.heard.includes('patch f1 2'));

      expect(node.held()).toEqual({ f0: 1, f1: 2 });
    } finally {
      node.stop();
    }
  });

  it('is told although it has the same version, and began anew before', async () => {
    const node = await aFollower(flags({ f0: 9 }));
    try {
      const sdk = node.sdk();
      for (const each of [change('delete', 'f0', 3), change('create', 'f0', 4), change('patch', 'f0', 9)]) node.streams.deliver(each);
      await until(() => sdk.heard.length === 3);
      await node.cache.store({ ...flags({}), featureConfigs: [{ identifier: 'f0', version: 9, json: JSON.stringify({ feature: 'f0', version: 9, state: 'off' }) }] });

      for (const each of [change('delete', 'f0', 9), change('create', 'f0', 9)]) await node.bus.publish({ ...each, isRetold: true });

      await until(() => sdk.heard.length === 5);
      expect(sdk.heard.slice(3)).toEqual(['delete f0 9', 'create f0 9']);
    } finally {
      node.stop();
    }
  });
});

describe('a leader whose bus does not hold what went', () => {
  let node: AFollower;

  beforeEach(async () => {
    node = await aFollower(flags({ f0: 1, f1: 1 }));
  });

  afterEach(() => node.stop());

  const lead = (): void => {
    node.firstHand.begin();
    node.firstHand.noteAllBut([]);
  };
  const retold = () => node.carried.flatMap((each) => (each.domain !== 'proxy' && each.isRetold ? [`${each.event} ${each.identifier} ${each.version}`] : []));

  it('tells it again once, with what began anew behind its end, and nothing that the bus holds', async () => {
    await node.bus.publish(change('delete', 'held by the bus', 3));
    for (const each of [change('delete', 'gone', 9), change('delete', 'f0', 8), change('create', 'f0', 1), change('patch', 'f1', 2)]) node.streams.deliver(each);
    lead();

    await node.retell.execute();
    await node.retell.execute();

    expect(retold()).toEqual(['delete gone 9', 'delete f0 8', 'create f0 1']);
  });

  it('tells nothing before it knows all that SaaS holds, and then what it found out by itself before it led', async () => {
    await node.cache.store(flags({ f0: 1 }));
    await node.bus.publish(lookAgain);

    node.firstHand.begin();
    await node.retell.execute();
    expect(retold()).toEqual([]);
    lead();
    await node.retell.execute();

    expect(retold()).toEqual(['delete f1 2']);
  });
});
