import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { FilesOnDisk } from '../../support/files-on-disk.js';
import { offlineEnvironment } from '../../support/offline-environment.js';
import { aRelayWith, type RunningRelay } from '../../support/relay.js';
import { aSegment } from '../../support/segment.builder.js';
import { until } from '../../support/until.js';
import { anSdk, itemsRead, openStream, type AnSdk } from '../streaming/an-sdk.js';

const key = 'an-offline-key';
const flag = (feature: string, version: number, more: object = {}) => aFeatureConfig({ feature, version, ...more });

jest.setTimeout(30_000);

describe('an offline relay', () => {
  let disk: FilesOnDisk;
  let relay: RunningRelay;
  const streams: { close(): void }[] = [];

  const start = async (files: Record<string, unknown>, env: Record<string, string> = {}) => {
    disk = new FilesOnDisk(files);
    relay = await aRelayWith({ OFFLINE: 'true', CONFIG_DIR: disk.path, ...env });
    await until(async () => (await health()).includes('"CONNECTED"'));
  };
  const health = async () => (await fetch(`${relay.url}/health`)).text();
  const listen = async (sdk: AnSdk) => {
    const stream = await openStream(relay.url, sdk);
    expect(stream.status).toBe(200);
    streams.push(stream);
    return stream;
  };
  const evaluations = async (sdk: AnSdk, target: string) => {
    const answer = await fetch(`${relay.url}/client/env/${sdk.environment}/target/${target}/evaluations`, { headers: sdk.headers });
    return Object.fromEntries(((await answer.json()) as { flag: string; identifier: string }[]).map((each) => [each.flag, each.identifier]));
  };

  afterEach(async () => {
    for (const stream of streams.splice(0)) stream.close();
    await relay.close();
    disk.remove();
  });

  it('serves flags, groups, evaluations and streams of every environment below its directory', async () => {
    const [production, staging] = sampleConfiguration;
    await start({ ...offlineEnvironment(`env-${production.id}`, production), ...offlineEnvironment(`team/env-not a uuid`, staging) });

    const sdk = await anSdk(relay.url, staging.sdkKeys[0]);
    expect(sdk.environment).toBe('not a uuid');
    expect(Object.keys(await itemsRead(relay.url, sdk))).toEqual(staging.flags.map(({ feature }) => feature));
    expect(Object.keys(await itemsRead(relay.url, sdk, 'target-segments'))).toEqual(staging.segments.map(({ identifier }) => identifier));
    await listen(sdk);
    const other = await anSdk(relay.url, production.sdkKeys[1]);
    expect(await evaluations(other, 'ada')).toMatchObject({ 'dark-mode': 'true', 'new-checkout': 'true' });
  });

  it('knows the targets of its files in evaluations, until an SDK registers another of that name', async () => {
    const rules = [{ ruleId: 'r', priority: 1, clauses: [{ attribute: 'plan', op: 'equal', values: ['gold'], negate: false, id: 'c' }], serve: { variation: 'false' } }];
    const targets = [{ identifier: 'bob', name: 'Bob', attributes: { plan: 'gold' } }];
    await start(offlineEnvironment('env-one', { sdkKeys: [key], flags: [flag('golden', 1, { rules })], targets }));
    const sdk = await anSdk(relay.url, key);

    expect(await evaluations(sdk, 'bob')).toEqual({ golden: 'false' });
    expect(await evaluations(sdk, 'ann')).toEqual({ golden: 'true' });

    await fetch(`${relay.url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: key, target: { identifier: 'bob', attributes: { plan: 'tin' } } }) });
    expect(await evaluations(sdk, 'bob')).toEqual({ golden: 'true' });
  });

  it('tells SDKs of exactly what changed in its files, and only once it can be read', async () => {
    const flags = [flag('kept', 1), flag('changed', 1), flag('removed', 4)];
    await start({ ...offlineEnvironment('env-one', { sdkKeys: [key], flags, segments: [aSegment({ identifier: 's', version: 1 })] }), ...offlineEnvironment('env-two', { sdkKeys: ['other-key'], flags }) });
    const sdk = await anSdk(relay.url, key);
    const stream = await listen(sdk);
    const elsewhere = await listen(await anSdk(relay.url, 'other-key'));

    // Written in another way, what says the same is no change.
    disk.write('env-two/feature_config.json', JSON.stringify(flags, undefined, 2));
    disk.write('env-one/segments.json', [aSegment({ identifier: 's', version: 2 })]);
    disk.write('env-one/feature_config.json', [flag('kept', 1), flag('changed', 2, { state: 'off' }), flag('new', 1)]);
    await until(() => stream.events.length >= 4);

    expect(stream.events.map(({ event, domain, identifier }) => `${event} ${domain} ${identifier}`)).toEqual(['delete flag removed', 'patch flag changed', 'create flag new', 'patch target-segment s']);
    expect(await itemsRead(relay.url, sdk)).toEqual({ kept: 1, changed: 2, new: 1 });
    expect(elsewhere.events).toEqual([]);
  });

  it('keeps serving and streaming what it has while its files are broken, and says where they are', async () => {
    await start(offlineEnvironment('env-one', { sdkKeys: [key], flags: [flag('a', 1)] }));
    const sdk = await anSdk(relay.url, key);
    const stream = await listen(sdk);

    disk.write('env-one/segments.json', '[{"identifier":"s",}]');
    disk.write('env-one/feature_config.json', [flag('a', 2)]);
    const refusal = await until(() => relay.logs.find(({ msg }) => String(msg).includes('are refused')));
    expect(refusal).toMatchObject({ level: 50, count: 1, faults: [`${disk.at('env-one/segments.json')}:1:20: expected a key in double quotes`] });
    expect(await itemsRead(relay.url, sdk)).toEqual({ a: 1 });
    expect(await (await fetch(`${relay.url}/metrics`)).text()).toContain('ff_relay_offline_files_refused 1');
    expect([stream.ended, stream.events]).toEqual([false, []]);

    disk.write('env-one/segments.json', 'null');
    await until(() => stream.events.length > 0);
    expect(stream.events).toMatchObject([{ event: 'patch', identifier: 'a', version: 2 }]);
    expect(await itemsRead(relay.url, sdk)).toEqual({ a: 2 });
  });

  it('refuses keys that left its files, with their streams, and accepts new ones', async () => {
    await start(offlineEnvironment('env-one', { sdkKeys: [key, 'other-key'], flags: [flag('a', 1)] }));
    const stream = await listen(await anSdk(relay.url, key));
    const kept = await listen(await anSdk(relay.url, 'other-key'));

    for (const [name, content] of Object.entries(offlineEnvironment('env-one', { sdkKeys: ['other-key', 'new-key'], flags: [flag('a', 1)] }))) disk.write(name, content);

    await until(() => stream.ended);
    await expect(anSdk(relay.url, key)).rejects.toThrow('401');
    await until(() => anSdk(relay.url, 'new-key'));
    expect([kept.ended, kept.events]).toEqual([false, []]);
  });

  it('takes environments as they come and go', async () => {
    await start({ ...offlineEnvironment('env-one', { sdkKeys: [key] }), ...offlineEnvironment('env-two', { sdkKeys: ['second'] }) });
    const stream = await listen(await anSdk(relay.url, 'second'));

    disk.remove('env-two');
    for (const [name, content] of Object.entries(offlineEnvironment('env-three', { sdkKeys: ['third'], flags: [flag('c', 1)] }))) disk.write(name, content);

    const third = await until(() => anSdk(relay.url, 'third'));
    expect(await itemsRead(relay.url, third)).toEqual({ c: 1 });
    await until(() => stream.ended);
    await expect(anSdk(relay.url, 'second')).rejects.toThrow('401');
  });

  it('follows a mounted ConfigMap, all of whose files change with one symbolic link', async () => {
    disk = new FilesOnDisk();
    const publish = (version: string, feature: object) => {
      const files = offlineEnvironment(`..${version}`, { sdkKeys: [key], flags: [feature] });
      for (const [name, content] of Object.entries(files)) disk.write(`env-one/${name}`, content);
      symlinkSync(`..${version}`, disk.at('env-one/..data_tmp'));
      renameSync(disk.at('env-one/..data_tmp'), disk.at('env-one/..data'));
    };
    mkdirSync(disk.at('env-one'));
    publish('v1', flag('a', 1));
    for (const file of Object.keys(offlineEnvironment('..data', {}))) symlinkSync(file, disk.at(file.replace('..data', 'env-one')));
    relay = await aRelayWith({ OFFLINE: 'true', CONFIG_DIR: disk.path });
    await until(async () => (await health()).includes('"CONNECTED"'));
    const sdk = await anSdk(relay.url, key);
    const stream = await listen(sdk);

    publish('v2', flag('a', 2));
    rmSync(disk.at('env-one/..v1'), { recursive: true });
    await until(() => stream.events.length > 0);

    expect(stream.events).toMatchObject([{ event: 'patch', identifier: 'a', version: 2 }]);
    expect(await itemsRead(relay.url, sdk)).toEqual({ a: 2 });
  });

  it('drops SDK metrics and counts them, without a word', async () => {
    await start(offlineEnvironment('env-one', { sdkKeys: [key] }), { METRIC_FLUSH_BYTES: '1', FORWARD_TARGETS: 'true' });
    const sdk = await anSdk(relay.url, key);
    const entry = { count: 3, metricsType: 'FFMETRICS', timestamp: 1, attributes: [{ key: 'featureIdentifier', value: 'a' }] };

    const answer = await fetch(`${relay.url}/metrics/one`, { method: 'POST', headers: sdk.headers, body: JSON.stringify({ metricsData: [entry] }) });

    expect(answer.status).toBe(200);
    await until(async () => (await (await fetch(`${relay.url}/metrics`)).text()).includes('ff_relay_metrics_dropped_total{reason="offline"} 3'));
    expect(relay.logs.filter(({ level }) => Number(level) > 30)).toEqual([]);
  });
});
