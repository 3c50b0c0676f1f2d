import { createHash } from 'node:crypto';
import { describeSaasClientContract } from '../../../test/contract/saas-client.contract.js';
import type { ScriptedUpstream } from '../../../test/contract/scripted-upstream.js';
import { FilesOnDisk } from '../../../test/support/files-on-disk.js';
import { RecordedLog } from '../../../test/support/recorded-log.js';
import { until } from '../../../test/support/until.js';
import { RelayMetrics } from '../../prometheus/relay-metrics.js';
import { FilesUpstream } from './files-upstream.js';

const times = { pollMs: 20, settleMs: 20, longestMs: 5_000 };

describeSaasClientContract(
  'FilesUpstream',
  async () => {
    const disk = new FilesOnDisk({ 'env-standing/feature_config.json': [] });
    const client = await FilesUpstream.open(disk.path, new RecordedLog(), new RelayMetrics(), times);
    return {
      client,
      standing: 'standing',
      upstream: scripted(disk, client),
      close: async () => {
        client.onApplicationShutdown();
        disk.remove();
      },
    };
  },
  { tells: 'environments', canFail: false },
);

/** Writes files, and waits until the upstream has seen them. */
function scripted(disk: FilesOnDisk, client: FilesUpstream): ScriptedUpstream {
  const flagsOf = (environment: string) => client.environments.find(({ config }) => config.id === environment)?.config.featureConfigs ?? [];
  const read = (environment: string) => until(() => client.environments.some(({ config }) => config.id === environment));
  return {
    addEnvironment: async ({ id, sdkKeys = [], flags = [], segments = [] }) => {
      disk.write(`env-${id}/auth_config.json`, sdkKeys.map((key) => createHash('sha256').update(key).digest('hex')));
      disk.write(`env-${id}/segments.json`, listOf(segments));
      disk.write(`env-${id}/feature_config.json`, listOf(flags));
      await read(id);
    },
    putFlag: async (environment, flag) => {
      const before = flagsOf(environment);
      disk.write(`env-${environment}/feature_config.json`, listOf([flag]));
      await until(() => flagsOf(environment) !== before);
    },
    putSegment: () => undefined,
    deleteFlag: () => undefined,
    removeEnvironment: async (environment) => {
      disk.remove(`env-${environment}`);
      await until(() => !client.environments.some(({ config }) => config.id === environment));
    },
    loseStreams: () => undefined,
    goAway: () => undefined,
    refuse: () => undefined,
  };
}

function listOf(items: readonly (object | string)[]): string {
  return `[${items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(',')}]`;
}

describe('a FilesUpstream', () => {
  const flags = (...versions: number[]) => versions.map((version, index) => ({ feature: `flag-${index}`, version, state: 'on' }));
  let disk: FilesOnDisk;
  let log: RecordedLog;
  let metrics: RelayMetrics;
  let upstream: FilesUpstream;

  beforeEach(async () => {
    disk = new FilesOnDisk({ 'env-one/feature_config.json': flags(1, 1), 'env-two/feature_config.json': flags(1) });
    log = new RecordedLog();
    metrics = new RelayMetrics();
    upstream = await FilesUpstream.open(disk.path, log, metrics, times);
  });

  afterEach(() => {
    upstream.onApplicationShutdown();
    disk.remove();
  });

  const refused = async () => (await metrics.filesRefused.get()).values[0]?.value;
  const logged = (text: string) => until(() => log.lines.find((line) => line.includes(text)));

  it('refuses to open what holds a fault, and names it', async () => {
    disk.write('env-two/segments.json', '[{]');

    const opened = FilesUpstream.open(disk.path, log, metrics, times);

    await expect(opened).rejects.toMatchObject({ code: 'INVALID_FILES', lines: [`${disk.at('env-two/segments.json')}:1:3: expected a key in double quotes or }`] });
  });

  it('keeps the objects of all that says the same, however it is written', async () => {
    const [one, two] = upstream.environments;

    disk.write('env-one/feature_config.json', JSON.stringify(flags(2, 1), undefined, 2));
    await until(() => upstream.environments[0]?.config !== one?.config);

    const [changed, same] = upstream.environments;
    expect(same).toBe(two);
    expect(changed?.config.featureConfigs[1]).toBe(one?.config.featureConfigs[1]);
    expect(changed?.config.featureConfigs[0]).toMatchObject({ version: 2 });
    expect(changed?.config.authKeys).toBe(one?.config.authKeys);
  });

  it('refuses a broken state whole, tells it once, and takes the repaired one', async () => {
    const before = upstream.environments;

    disk.write('env-one/feature_config.json', flags(2, 2));
    disk.write('env-two/feature_config.json', '[{"feature":');
    await until(async () => (await refused()) === 1);
    expect(upstream.environments).toEqual(before);
    expect(await logged('are refused')).toContain(`${disk.at('env-two/feature_config.json')}:1:13: expected a value`);

    disk.write('env-two/feature_config.json', flags(3));
    await until(async () => (await refused()) === 0);
    expect(upstream.environments.map(({ config }) => config.featureConfigs.map(({ version }) => version))).toEqual([[2, 2], [3]]);
    expect(log.lines.filter((line) => line.includes('are refused'))).toHaveLength(1);
  });

  it('keeps what it has when the whole directory goes away, and takes it when it comes back', async () => {
    const before = upstream.environments;

    disk.remove();
    await until(async () => (await refused()) === 1);
    expect(upstream.environments).toEqual(before);

    disk.write('env-one/feature_config.json', flags(5));
    await until(async () => (await refused()) === 0);
    expect(upstream.environments.map(({ config }) => [config.id, config.featureConfigs.length])).toEqual([['one', 1]]);
  });

  it('sees a file that an editor puts in the place of another', async () => {
    disk.writeByRename('env-one/feature_config.json', flags(9, 1));

    const written = await until(() => upstream.environments[0]?.config.featureConfigs.find(({ version }) => version === 9));
    expect(written.identifier).toBe('flag-0');
  });

  it('reads what was written while it opened once more when the clock of the file system has moved on', async () => {
    await logged('were read again');

    expect(log.lines.join()).toContain('changed: 0, removed: 0');
  });

  it('warns of a change without a higher version, which server SDKs pass over', async () => {
    disk.write('env-one/feature_config.json', [...flags(1), { feature: 'flag-1', version: 1, state: 'off' }]);

    const line = await logged('without a higher version');
    expect(line).toContain("environment: 'one', items: [ 'flag-1' ]");
  });

  it('tells a stream that asks late what has become of everything since', async () => {
    const stream = await upstream.openStream();
    disk.remove('env-two');
    await until(() => upstream.environments.length === 1);
    disk.write('env-two/feature_config.json', flags(4));
    disk.write('env-three/feature_config.json', flags(1));
    await until(() => upstream.environments.length === 3);

    const messages = stream.messages[Symbol.asyncIterator]();
    const first = (await messages.next()).value as { environments: string[] };

    expect(first).toMatchObject({ event: 'environmentsAdded' });
    expect(first.environments.toSorted()).toEqual(['three', 'two']);
    stream.close();
    expect(await messages.next()).toMatchObject({ done: true });
  });
});
