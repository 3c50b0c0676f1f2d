import { createHash } from 'node:crypto';
import type { EnvironmentConfig } from '../../src/kernel/configuration.js';
import { UpstreamRejected, UpstreamUnavailable } from '../../src/ports/saas-client.port.js';
import type { SaasClientPort, UpstreamMessage } from '../../src/ports/saas-client.port.js';
import { aFeatureConfig } from '../support/feature-config.builder.js';
import { aSegment } from '../support/segment.builder.js';
import type { ScriptedUpstream } from './scripted-upstream.js';

export interface SaasClientUnderContract {
  readonly client: SaasClientPort;
  readonly upstream: ScriptedUpstream;
  /** An environment that is there from the start, for an upstream that is never without one. */
  readonly standing?: string;
  close(): Promise<void>;
}

/** What not every upstream can do. */
interface Traits {
  /** What its stream names: single flags and groups, or environments that are to be fetched whole. */
  readonly tells: 'items' | 'environments';
  /** Whether it can be away and refuse us. */
  readonly canFail: boolean;
}

/** What everything that stands behind SaasClientPort does. */
export function describeSaasClientContract(adapter: string, create: () => Promise<SaasClientUnderContract>, { tells, canFail }: Traits = { tells: 'items', canFail: true }): void {
  describe(`${adapter} keeps the SaasClientPort contract`, () => {
    let client: SaasClientPort;
    let upstream: ScriptedUpstream;
    let standing: string | undefined;
    let close: () => Promise<void>;

    const all = async () => (await everything(client)).filter(({ id }) => id !== standing);

    beforeEach(async () => {
      ({ client, upstream, standing, close } = await create());
    });

    afterEach(() => close());

    it('tells its environments when it authenticates', async () => {
      await upstream.addEnvironment({ id: 'one' });
      await upstream.addEnvironment({ id: 'two' });

      const session = await client.authenticate();

      expect(session.environments.filter((id) => id !== standing).toSorted()).toEqual(['one', 'two']);
      expect(session.clusterIdentifier).not.toBe('');
    });

    it('fetches nothing where nothing is', async () => {
      await client.authenticate();

      expect(await all()).toEqual([]);
    });

    it('fetches every environment once, however many there are', async () => {
      const ids = Array.from({ length: 25 }, (_, index) => `environment ${index}`);
      for (const id of ids) await upstream.addEnvironment({ id, flags: [aFeatureConfig({ feature: `flag of ${id}` })] });
      await client.authenticate();

      const found = await all();

      expect(found.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
      expect(found.every(({ id, featureConfigs }) => featureConfigs[0]?.identifier === `flag of ${id}`)).toBe(true);
    });

    it('knows SDK keys as lower-case hashes', async () => {
      await upstream.addEnvironment({ id: 'one', sdkKeys: ['first-key', 'second-key'] });
      await client.authenticate();

      const [environment] = await all();

      expect([...(environment?.authKeys ?? [])].toSorted()).toEqual([hash('first-key'), hash('second-key')].toSorted());
    });

    it('hands on items in upstream order and exactly as they were written', async () => {
      const flags = [`{ "feature":"b", "version": 3,"unknown":{"big":12345678901234567890} }`, `{"version":4, "feature":"a"}`];
      await upstream.addEnvironment({ id: 'one', flags, segments: [`{"identifier":"s","servingRules":[{"ruleId":"r"}], "version":9007199254740993}`] });
      await client.authenticate();

      const [environment] = await all();

      expect(environment?.featureConfigs).toEqual([
        { identifier: 'b', version: 3, json: flags[0] },
        { identifier: 'a', version: 4, json: flags[1] },
      ]);
      expect(environment?.segments[0]?.json).toBe(`{"identifier":"s","servingRules":[{"ruleId":"r"}], "version":9007199254740993}`);
    });

    it('fetches the flags and the groups of one environment', async () => {
      await upstream.addEnvironment({
        id: 'one',
        flags: [aFeatureConfig({ feature: 'a', version: 7 }), aFeatureConfig({ feature: 'b', version: 8 })],
        segments: [aSegment({ identifier: 's', version: 5, servingRules: [{ ruleId: 'r', priority: 1, clauses: [] }] })],
      });
      await client.authenticate();

      const flags = await client.fetchFeatureConfigs('one', ['a', 'b']);
      const segments = await client.fetchSegments('one', ['s']);

      expect(flags.items.map(({ identifier, version }) => ({ identifier, version }))).toEqual([
        { identifier: 'a', version: 7 },
        { identifier: 'b', version: 8 },
      ]);
      expect(segments.items).toMatchObject([{ identifier: 's', version: 5 }]);
      expect(segments.items[0]?.json).toContain('"servingRules":[{"ruleId":"r"');
    });

    it('knows nothing of flags and groups that were named and are not there', async () => {
      await upstream.addEnvironment({ id: 'one', flags: [aFeatureConfig({ feature: 'a' })], segments: [aSegment({ identifier: 's' })] });
      await client.authenticate();

      const flags = await client.fetchFeatureConfigs('one', ['gone', 'a']);
      const segments = await client.fetchSegments('one', ['gone']);

      expect(flags.items.map(({ identifier }) => identifier)).toEqual(['a']);
      expect(segments.items.map(({ identifier }) => identifier)).toEqual(segments.isWhole ? ['s'] : []);
    });

    it('fetches one environment whole', async () => {
      await upstream.addEnvironment({ id: 'other', sdkKeys: ['other-key'] });
      await upstream.addEnvironment({ id: 'one', sdkKeys: ['a-key'], flags: [aFeatureConfig()], segments: [aSegment()] });
      await client.authenticate();

      const environment = await client.fetchEnvironment('one');

      expect(environment).toMatchObject({ id: 'one', authKeys: [hash('a-key')], featureConfigs: [{ identifier: 'dark-mode' }], segments: [{ identifier: 'beta-testers' }] });
    });

    it('has nothing of an environment that is not listed', async () => {
      await upstream.addEnvironment({ id: 'one' });
      await client.authenticate();

      expect(await client.fetchEnvironment('another')).toBeUndefined();
    });

    it('reads an environment that was added once it authenticates again', async () => {
      await upstream.addEnvironment({ id: 'one' });
      await client.authenticate();
      await upstream.addEnvironment({ id: 'late', flags: [aFeatureConfig()] });
      await client.authenticate();

      expect(await client.fetchEnvironment('late')).toMatchObject({ id: 'late', featureConfigs: [{ identifier: 'dark-mode' }] });
    });

    const tellsItems = () => {
      it('streams changes in order', async () => {
        await upstream.addEnvironment({ id: 'one', flags: [aFeatureConfig({ feature: 'a', version: 1 })] });
        await client.authenticate();
        const stream = await client.openStream();

        await upstream.putFlag('one', aFeatureConfig({ feature: 'a', version: 2 }));
        await upstream.putSegment('one', aSegment({ identifier: 's', version: 1 }));
        await upstream.deleteFlag('one', 'a');
        const changes = await take(stream.messages, 3);
        stream.close();

        expect(changes).toMatchObject([
          { domain: 'flag', event: 'patch', environment: 'one', identifier: 'a', version: 2 },
          { domain: 'target-segment', event: 'create', environment: 'one', identifier: 's', version: 1 },
          { domain: 'flag', event: 'delete', environment: 'one', identifier: 'a' },
        ]);
      });
    };

    const tellsEnvironments = () => {
      it('names an environment that has changed, be it new, other or gone', async () => {
        await upstream.addEnvironment({ id: 'one', flags: [aFeatureConfig({ feature: 'a', version: 1 })] });
        await client.authenticate();
        const stream = await client.openStream();
        const messages = stream.messages[Symbol.asyncIterator]();
        const told = async () => (await messages.next()).value as unknown;

        await upstream.putFlag('one', aFeatureConfig({ feature: 'a', version: 2 }));
        expect(await told()).toEqual({ domain: 'proxy', event: 'environmentsAdded', environments: ['one'] });
        expect(await client.fetchFeatureConfigs('one', ['a'])).toMatchObject({ items: [{ identifier: 'a', version: 2 }] });

        await upstream.addEnvironment({ id: 'two' });
        expect(await told()).toEqual({ domain: 'proxy', event: 'environmentsAdded', environments: ['two'] });

        await upstream.removeEnvironment?.('one');
        expect(await told()).toEqual({ domain: 'proxy', event: 'environmentsRemoved', environments: ['one'] });
        expect(await client.fetchEnvironment('one')).toBeUndefined();
        stream.close();
      });
    };

    if (tells === 'items') tellsItems();
    else tellsEnvironments();

    it('ends the messages of a stream that is closed', async () => {
      await upstream.addEnvironment({ id: 'one' });
      await client.authenticate();
      const stream = await client.openStream();
      const messages = stream.messages[Symbol.asyncIterator]();

      const next = messages.next();
      stream.close();

      expect(await next).toMatchObject({ done: true });
    });

    const fails = () => {
      it('rejects the messages of a stream that is lost', async () => {
        await upstream.addEnvironment({ id: 'one' });
        await client.authenticate();
        const stream = await client.openStream();

        // It may tell first which part was lost first.
        const end = (async () => {
          for await (const message of stream.messages) expect(message.domain).toBe('stream');
        })();
        await upstream.loseStreams();

        await expect(end).rejects.toThrow(UpstreamUnavailable);
      });

      it.each(calls)('rejects with UpstreamUnavailable while the upstream is away: %s', async (_name, call) => {
        await upstream.addEnvironment({ id: 'one' });
        await client.authenticate();

        await upstream.goAway();

        await expect(call(client)).rejects.toThrow(UpstreamUnavailable);
      });

      it.each(calls)('rejects with UpstreamRejected once its credentials are refused: %s', async (_name, call) => {
        await upstream.addEnvironment({ id: 'one' });
        await client.authenticate();

        await upstream.refuse();

        await expect(call(client)).rejects.toThrow(UpstreamRejected);
      });
    };
    if (canFail) fails();
  });
}

const calls: readonly (readonly [string, (client: SaasClientPort) => Promise<unknown>])[] = [
  ['authenticate', (client) => client.authenticate()],
  ['fetchConfiguration', everything],
  ['fetchEnvironment', (client) => client.fetchEnvironment('one')],
  ['fetchFeatureConfigs', (client) => client.fetchFeatureConfigs('one', ['a'])],
  ['fetchSegments', (client) => client.fetchSegments('one', ['s'])],
  ['openStream', (client) => client.openStream()],
];

async function everything(client: SaasClientPort): Promise<EnvironmentConfig[]> {
  const environments: EnvironmentConfig[] = [];
  for await (const environment of client.fetchConfiguration()) environments.push(environment);
  return environments;
}

async function take(messages: AsyncIterable<UpstreamMessage>, count: number): Promise<UpstreamMessage[]> {
  const changes: UpstreamMessage[] = [];
  for await (const change of messages) {
    changes.push(change);
    if (changes.length === count) break;
  }
  return changes;
}

function hash(sdkKey: string): string {
  return createHash('sha256').update(sdkKey).digest('hex');
}
