import { setImmediate as turn } from 'node:timers/promises';
import { UpstreamRejected } from '../../../src/ports/saas-client.port.js';
import { until } from '../../support/until.js';
import { aSync, type RunningSync } from './a-sync.js';
import { aChange, aFlag, aGroup } from './items.js';
import { UpstreamByHand } from './upstream-by-hand.js';

describe('answers and events that cross each other', () => {
  let upstream: UpstreamByHand;
  let sync: RunningSync;

  const started = async () => {
    sync = aSync(upstream);
    await sync.untilConnected();
    return sync;
  };

  /** The relay has a stream and its poll after the connect is held back. */
  const reconnecting = async () => {
    await started();
    upstream.hold('configuration');
    upstream.streams.at(-1)?.lose();
    // One poll before the stream and, once that is answered, one after it.
    await until(() => upstream.held.length === 1);
    upstream.held.splice(0).forEach(({ answer }) => answer());
    await until(() => upstream.held.length === 1);
  };

  beforeEach(() => {
    upstream = new UpstreamByHand();
    upstream.put('e', { flags: [aFlag('a', 1), aFlag('b', 1)], segments: [aGroup('g', 1)], keys: ['k1'] });
  });

  afterEach(() => sync.stop());

  it('keeps a missed change of a group although a flag event was handled during the poll that brings it', async () => {
    await started();
    upstream.put('e', { segments: [aGroup('g', 2)] });
    await catchingUp();
    upstream.put('e', { flags: [aFlag('a', 2), aFlag('b', 1)] });
    upstream.tell(aChange('patch', 'a', 2));
    await until(() => sync.flags('e')[0]?.[1] === 2);

    upstream.release('configuration');
    await sync.untilConnected();

    expect(sync.readModel.environment('e')?.config.segments).toEqual([aGroup('g', 2)]);
    expect(sync.flags('e')).toEqual([['a', 2], ['b', 1]]);
  });

  it('keeps a missed change of a flag although another was deleted during the poll that brings it', async () => {
    await started();
    upstream.put('e', { flags: [aFlag('a', 1), aFlag('b', 2)] });
    await catchingUp();
    upstream.put('e', { flags: [aFlag('b', 2)] });
    upstream.tell(aChange('delete', 'a', 1));
    await until(() => !sync.flags('e').some(([identifier]) => identifier === 'a'));

    upstream.release('configuration');
    await sync.untilConnected();

    expect(sync.flags('e')).toEqual([['b', 2]]);
    expect(sync.changes).toContainEqual(aChange('patch', 'b', 2));
  });

  it('keeps keys that were added and removed during a poll, and the one that the poll brings', async () => {
    await started();
    upstream.put('e', { keys: ['k1', 'silent'] });
    await catchingUp();
    upstream.tell({ domain: 'proxy', event: 'apiKeyAdded', environment: 'e', authKey: 'k2' });
    upstream.tell({ domain: 'proxy', event: 'apiKeyRemoved', environment: 'e', authKey: 'k1' });
    await until(() => sync.readModel.environmentOfKey('k2') && !sync.readModel.environmentOfKey('k1'));

    upstream.release('configuration');
    await sync.untilConnected();

    expect(sync.readModel.environment('e')?.config.authKeys).toEqual(['silent', 'k2']);
  });

  it('does not bring back an environment that was removed while a poll was on its way', async () => {
    await reconnecting();
    upstream.environments.delete('e');
    upstream.tell({ domain: 'proxy', event: 'environmentsRemoved', environments: ['e'] });
    await until(() => !sync.readModel.environment('e'));

    upstream.release('configuration');
    await sync.untilConnected();

    expect(sync.readModel.environmentIds()).toEqual([]);
    expect(await sync.cache.load('e')).toBeUndefined();
  });

  it('does not bring back an environment that was removed while its refresh was on its way', async () => {
    await started();
    upstream.hold('flags');
    upstream.tell(aChange('patch', 'a', 1));
    await until(() => upstream.held.length === 1);
    upstream.environments.delete('e');
    upstream.tell({ domain: 'proxy', event: 'environmentsRemoved', environments: ['e'] });
    await until(() => !sync.readModel.environment('e'));

    upstream.release('flags');
    await turn();
    await turn();

    expect(sync.readModel.environment('e')).toBeUndefined();
    expect(await sync.cache.load('e')).toBeUndefined();
  });

  it('clears everything when the proxy key is deleted, whatever a poll on its way brings', async () => {
    await reconnecting();
    upstream.put('f', { keys: ['k3'] });
    upstream.fail('authenticate', new UpstreamRejected('refused'));
    upstream.tell({ domain: 'proxy', event: 'proxyKeyDeleted' });
    await until(() => sync.readModel.size === 0);

    upstream.release('configuration');
    await until(() => sync.state.upstreamFault === 'refused');

    expect(sync.readModel.size).toBe(0);
    expect(sync.state.config.state).toBe('FAILED_TO_SYNC');
    expect(sync.state.stream.state).toBe('DISCONNECTED');
  });

  it('serves again when a deleted proxy key works once more', async () => {
    await started();
    upstream.fail('authenticate', new UpstreamRejected('refused'));
    upstream.tell({ domain: 'proxy', event: 'proxyKeyDeleted' });
    await until(() => sync.state.upstreamFault === 'refused');

    upstream.recover('authenticate');
    await sync.untilConnected();

    expect(sync.flags('e')).toEqual([['a', 1], ['b', 1]]);
    expect(sync.state.config.state).toBe('SYNCED');
    expect(sync.state.upstreamFault).toBeUndefined();
  });

  it('says that its key is refused while the stream goes on, until changes can be fetched again', async () => {
    await started();
    upstream.fail('flags', new UpstreamRejected('refused'));
    upstream.tell({ domain: 'flag', event: 'patch', environment: 'e', identifier: 'a', version: 2 });
    await until(() => sync.state.upstreamFault === 'refused');
    expect(sync.state.stream.state).toBe('CONNECTED');
    expect(sync.log.lines).toContainEqual(expect.stringMatching(/^error changes could not be fetched: our key is refused/));

    upstream.recover('flags');

    await until(() => sync.state.upstreamFault === undefined);
  });

  it('learns of an event about an environment that is only on its way', async () => {
    await started();
    upstream.put('new', { flags: [aFlag('a', 1)], keys: ['k9'] });
    await catchingUp();
    upstream.put('new', { flags: [aFlag('a', 2)] });
    upstream.tell(aChange('patch', 'a', 2, { environment: 'new' }));
    await turn();

    upstream.release('configuration');
    await sync.untilConnected();

    await until(() => sync.flags('new')[0]?.[1] === 2);
    expect(sync.readModel.environmentOfKey('k9')).toBe('new');
  });

  it('learns of a key of an environment that is only on its way', async () => {
    await started();
    upstream.put('new', { keys: [] });
    await catchingUp();
    upstream.put('new', { keys: ['k9'] });
    upstream.tell({ domain: 'proxy', event: 'apiKeyAdded', environment: 'new', authKey: 'k9' });
    await turn();

    upstream.release('configuration');
    await sync.untilConnected();

    await until(() => sync.readModel.environmentOfKey('k9'));
    expect(sync.readModel.environmentOfKey('k9')).toBe('new');
  });

  it('asks about an environment that nobody lists, and leaves it', async () => {
    await started();
    upstream.tell(aChange('patch', 'a', 2, { environment: 'foreign' }));

    await until(() => sync.log.lines.some((line) => line.includes('does not list')));
    expect(sync.readModel.environmentIds()).toEqual(['e']);
  });

  it('is not connected by the late poll of a stream that is lost again', async () => {
    await reconnecting();
    const late = upstream.held.splice(0);
    upstream.hold('stream');
    upstream.streams.at(-1)?.lose();
    await until(() => upstream.held.length === 1);

    late.forEach(({ answer }) => answer());
    await turn();
    await turn();

    expect(sync.state.stream.state).toBe('DISCONNECTED');
    upstream.release('configuration');
    upstream.release('stream');
    await sync.untilConnected();
  });

  it('does not report the failure of a late poll once a newer one succeeded', async () => {
    await reconnecting();
    const late = upstream.held.splice(0);
    upstream.streams.at(-1)?.lose();
    upstream.release('configuration');
    await sync.untilConnected();

    late.forEach(({ fail }) => fail(new UpstreamRejected('an old refusal')));
    await turn();
    await turn();

    expect(sync.state.upstreamFault).toBeUndefined();
    expect(sync.state.stream.state).toBe('CONNECTED');
  });

  it('sees the loss of the stream while an added environment cannot be fetched', async () => {
    await started();
    upstream.hold('environment', 'configuration');
    upstream.tell({ domain: 'proxy', event: 'environmentsAdded', environments: ['new'] });
    await until(() => upstream.held.some(({ asked }) => asked === 'environment'));

    upstream.streams.at(-1)?.lose();

    await until(() => sync.state.stream.state === 'DISCONNECTED');
    expect(sync.changes.at(-1)).toMatchObject({ event: 'environmentsAdded' });
    upstream.release('environment');
    upstream.release('configuration');
    await sync.untilConnected();
  });

  it('handles events of one environment while another one is being added slowly', async () => {
    await started();
    upstream.hold('environment');
    upstream.tell({ domain: 'proxy', event: 'environmentsAdded', environments: ['new'] });
    upstream.put('e', { flags: [aFlag('a', 2), aFlag('b', 1)] });
    upstream.tell(aChange('patch', 'a', 2));

    await until(() => sync.flags('e')[0]?.[1] === 2);
    expect(sync.readModel.environment('new')).toBeUndefined();
    upstream.release('environment');
  });

  it('synchronises everything when an added environment cannot be fetched', async () => {
    await started();
    upstream.put('new', { flags: [aFlag('n', 1)] });
    upstream.fail('environment');
    upstream.tell({ domain: 'proxy', event: 'environmentsAdded', environments: ['new'] });

    await until(() => sync.flags('new').length === 1);
    expect(sync.state.stream.state).toBe('CONNECTED');
  });

  it('keeps an environment that fell between two pages', async () => {
    await started();
    const moved = upstream.environments.get('e');
    upstream.put('f', {});
    const fetchAll = upstream.fetchConfiguration.bind(upstream);
    upstream.fetchConfiguration = async function* () {
      for await (const config of fetchAll()) if (config.id !== 'e') yield config;
    };

    upstream.streams.at(-1)?.lose();
    await until(() => sync.readModel.environment('f'));
    await sync.untilConnected();

    expect(sync.readModel.environment('e')?.config).toEqual(moved);
  });

  it('survives an upstream without any environment', async () => {
    await started();
    upstream.environments.clear();

    upstream.streams.at(-1)?.lose();
    await until(() => sync.readModel.size === 0);
    await sync.untilConnected();

    expect(sync.state.config.state).toBe('SYNCED');
    expect(sync.changes.at(-1)).toEqual({ domain: 'proxy', event: 'environmentsRemoved', environments: ['e'] });
  });

  it('keeps a flag that was created again although its deletion waited until the stream was lost', async () => {
    await started();
    upstream.hold('flags');
    upstream.put('e', { flags: [aFlag('b', 2)] });
    upstream.tell(aChange('delete', 'a', 1));
    upstream.tell(aChange('patch', 'b', 2));
    await until(() => upstream.held.length === 1);
    // The creation is told to nobody: the stream is lost first.
    upstream.streams.at(-1)?.lose();
    upstream.put('e', { flags: [aFlag('b', 2), aFlag('a', 1)] });
    await sync.untilConnected();

    upstream.held.splice(0).forEach(({ fail }) => fail(new UpstreamRejected('too late')));
    upstream.release('flags');
    await until(() => sync.changes.some((change) => 'identifier' in change && change.event === 'create' && change.identifier === 'a'));

    expect(sync.flags('e')).toEqual([['b', 2], ['a', 1]]);
  });

  it('tells of a flag that was made anew, and not what the stream told of its former life before it was lost', async () => {
    await started();
    upstream.fail('flags');
    upstream.tell(aChange('patch', 'a', 30));
    await until(() => upstream.asked.includes('flags'));

    upstream.put('e', { flags: [aFlag('b', 1)] });
    upstream.streams.at(-1)?.lose();
    await until(() => sync.flags('e').length === 1);
    await sync.untilConnected();
    upstream.put('e', { flags: [aFlag('b', 1), aFlag('a', 10)] });
    upstream.tell(aChange('create', 'a', 10));
    upstream.recover('flags');
    await until(() => sync.flags('e').length === 2);

    upstream.put('e', { flags: [aFlag('b', 2), aFlag('a', 10)] });
    upstream.tell(aChange('patch', 'b', 2));
    const told = () => sync.changes.flatMap((change) => (change.domain === 'flag' ? [`${change.event} ${change.identifier} ${change.version}`] : []));
    await until(() => told().includes('patch b 2'));
    expect(told()).toEqual(['delete a 2', 'create a 10', 'patch b 2']);
  });

  it('does not count what a former leader said of its stream as its own', async () => {
    upstream.hold('configuration');
    sync = aSync(upstream, {}, { heard: 'CONNECTED' });
    await until(() => upstream.held.length === 1);

    expect(sync.state.stream.state).toBe('INITIALIZING');
    upstream.release('configuration');
    await sync.untilConnected();
  });

  it('stops during a fetch that never ends', async () => {
    await started();
    upstream.hold('flags');
    upstream.tell(aChange('patch', 'a', 2));
    await until(() => upstream.held.length === 1);

    await sync.stop();

    expect(upstream.streams.at(-1)?.isOpen).toBe(false);
  });

  async function catchingUp(): Promise<void> {
    upstream.hold('configuration');
    upstream.streams.at(-1)?.lose();
    await until(() => sync.state.stream.state === 'DISCONNECTED' && upstream.held.length === 1);
    // The poll before the stream fails, so that only the one after it brings what was missed.
    upstream.held.splice(0).forEach(({ fail }) => fail(new UpstreamRejected('not now')));
    await until(() => upstream.held.length === 1);
  }
});
