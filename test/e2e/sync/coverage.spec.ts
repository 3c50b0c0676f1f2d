import { UpstreamIncomplete, UpstreamUnavailable } from '../../../src/ports/saas-client.port.js';
import { until } from '../../support/until.js';
import { aSync, type RunningSync } from './a-sync.js';
import { aFlag } from './items.js';
import { UpstreamByHand } from './upstream-by-hand.js';

describe('an environment that the stream of the others does not follow', () => {
  let upstream: UpstreamByHand;
  let sync: RunningSync;
  const interrupt = () => upstream.streams.at(-1)?.tell({ domain: 'stream', event: 'interrupted', environments: ['one'], reason: 'its stream broke' });
  const resume = () => upstream.streams.at(-1)?.tell({ domain: 'stream', event: 'resumed', environments: ['one'] });
  const asked = () => upstream.asked.filter((what) => what === 'environment').length;

  beforeEach(async () => {
    upstream = new UpstreamByHand();
    upstream.put('one', { flags: [aFlag('a', 1)] });
    upstream.put('two', { flags: [aFlag('b', 1)] });
    sync = aSync(upstream);
    await sync.untilConnected();
  });

  afterEach(() => sync.stop());

  it('is polled, and harms no other', async () => {
    interrupt();
    await until(() => !sync.state.follows('one'));
    upstream.put('one', { flags: [aFlag('a', 2)] });

    await until(() => sync.flags('one')[0]?.[1] === 2);

    expect(sync.state.follows('two')).toBe(true);
    expect(sync.state.stream.state).toBe('CONNECTED');
    expect(sync.state.wholeStream.state).toBe('DISCONNECTED');
    expect([...sync.state.interrupted]).toEqual([['one', 'its stream broke']]);
    expect(upstream.streams).toHaveLength(1);
    await until(() => asked() >= 3);
  });

  it('is followed again only after one more fetch, whose differences are told', async () => {
    upstream.hold('environment');
    interrupt();
    await until(() => asked() === 1);
    resume();
    upstream.put('one', { flags: [aFlag('a', 2)] });
    upstream.release('environment');

    await until(() => sync.state.follows('one'));

    expect(sync.flags('one')).toEqual([['a', 2]]);
    expect(asked()).toBeGreaterThanOrEqual(2);
    expect(sync.changes).toContainEqual({ domain: 'flag', event: 'patch', environment: 'one', identifier: 'a', version: 2 });
    expect(sync.state.wholeStream.state).toBe('CONNECTED');
  });

  it('counts as interrupted while it is followed and cannot be fetched', async () => {
    upstream.fail('environment', new UpstreamUnavailable('no answer'));
    resume();
    await until(() => sync.state.interrupted.get('one') === 'no answer');

    upstream.recover('environment');
    await until(() => sync.state.follows('one'));

    expect(sync.state.interrupted.size).toBe(0);
  });

  it('is left to the stream and the full fetch after the next loss', async () => {
    interrupt();
    await until(() => !sync.state.follows('one'));

    upstream.streams.at(-1)?.lose();
    await until(() => upstream.streams.length === 2);
    await sync.untilConnected();

    await until(() => sync.state.follows('one'));
    const before = asked();
    upstream.put('two', { flags: [aFlag('b', 2)] });
    upstream.tell({ domain: 'flag', event: 'patch', environment: 'two', identifier: 'b', version: 2 });
    await until(() => sync.flags('two')[0]?.[1] === 2);
    expect(asked()).toBe(before);
  });
});

describe('a full fetch that leaves out an environment', () => {
  it('keeps it, refuses it to SDK streams, and asks again until it comes', async () => {
    class HalfAway extends UpstreamByHand {
      isAway = false;

      override async *fetchConfiguration() {
        for await (const environment of super.fetchConfiguration()) if (!this.isAway || environment.id !== 'one') yield environment;
        if (this.isAway) throw new UpstreamIncomplete(new Map([['one', new UpstreamUnavailable('away for now')]]));
      }
    }
    const upstream = new HalfAway();
    upstream.put('one', { flags: [aFlag('a', 1)] });
    upstream.put('two', { flags: [aFlag('b', 1)] });
    const sync = aSync(upstream);
    await sync.untilConnected();

    upstream.isAway = true;
    upstream.fail('environment', new UpstreamUnavailable('away for now'));
    upstream.streams.at(-1)?.lose();
    await until(() => upstream.streams.length === 2 && sync.state.stream.state === 'CONNECTED');

    expect([sync.state.follows('one'), sync.state.follows('two')]).toEqual([false, true]);
    expect(sync.flags('one')).toEqual([['a', 1]]);
    upstream.put('one', { flags: [aFlag('a', 2)] });
    upstream.recover('environment');
    await until(() => sync.state.follows('one'));
    expect(sync.flags('one')).toEqual([['a', 2]]);
    await sync.stop();
  });
});

describe('a credential of which the upstream has not told the environment', () => {
  class PartlyServed extends UpstreamByHand {
    unserved = true;
    isRefused = false;

    override async authenticate() {
      const session = await super.authenticate();
      const { isRefused } = this;
      return this.unserved ? { ...session, unserved: [{ name: 'key 2', reason: 'no answer', isRefused, authKey: 'hash of key 2' }] } : session;
    }
  }

  it('takes nothing from an environment that an earlier process has stored under it', async () => {
    const upstream = new PartlyServed();
    upstream.put('one', { flags: [aFlag('a', 1)] });
    const sync = aSync(upstream);
    await sync.cache.store({ id: 'stored', featureConfigs: [aFlag('s', 1)], segments: [], authKeys: ['hash of key 2'] });
    await sync.cache.store({ id: 'left over', featureConfigs: [], segments: [], authKeys: ['another'] });

    await sync.untilConnected();

    const held: string[] = [];
    for await (const { id } of sync.cache.loadAll()) held.push(id);
    expect(held.toSorted()).toEqual(['one', 'stored']);
    expect(sync.flags('stored')).toEqual([['s', 1]]);
    expect(sync.state.follows('stored')).toBe(false);
    expect(sync.state.wholeStream.state).toBe('DISCONNECTED');
    await sync.stop();
  });

  it.each([[true, true], [false, false]])('refused: %s, so SDK keys that are not known count as wrong: %s', async (isRefused, knowsKeys) => {
    const upstream = new PartlyServed();
    upstream.isRefused = isRefused;
    upstream.put('one', {});
    const sync = aSync(upstream);
    await sync.untilConnected();

    expect(sync.state.knowsKeys).toBe(knowsKeys);
    upstream.unserved = false;
    upstream.put('two', {});
    upstream.tell({ domain: 'proxy', event: 'environmentsAdded', environments: ['two'] });
    await until(() => sync.readModel.environment('two'));

    expect(sync.state.knowsKeys).toBe(true);
    expect(sync.state.wholeStream.state).toBe('CONNECTED');
    await sync.stop();
  });
});
