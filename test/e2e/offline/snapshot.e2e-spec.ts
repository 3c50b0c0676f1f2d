import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { FilesOnDisk } from '../../support/files-on-disk.js';
import { aRelay, aRelayWith, type RunningRelay } from '../../support/relay.js';
import { until } from '../../support/until.js';
import { anSdk, itemsRead, openStream } from '../streaming/an-sdk.js';

jest.setTimeout(30_000);

describe('a relay with a snapshot on disk', () => {
  const [production, staging] = sampleConfiguration;
  const key = production.sdkKeys[0];
  let saas: StandInSaas;
  let disk: FilesOnDisk;
  const relays: RunningRelay[] = [];

  beforeEach(async () => {
    saas = await StandInSaas.start();
    for (const environment of sampleConfiguration) saas.addEnvironment(environment);
    disk = new FilesOnDisk();
  });

  afterEach(async () => {
    for (const relay of relays.splice(0)) await relay.close();
    await saas.close();
    disk.remove();
  });

  const start = async (env: Record<string, string> = {}) => {
    const relay = await aRelay(saas, { SNAPSHOT_DIR: disk.path, ...env });
    relays.push(relay);
    return relay;
  };
  const stop = (relay: RunningRelay) => {
    relays.splice(relays.indexOf(relay), 1);
    return relay.close();
  };
  const health = async (relay: RunningRelay) => (await fetch(`${relay.url}/health`)).text();
  const untilConnected = (relay: RunningRelay) => until(async () => (await health(relay)).includes('"CONNECTED"'));
  const logged = (relay: RunningRelay, part: string) => relay.logs.find(({ msg }) => String(msg).includes(part));
  /** One life with the SaaS, at the end of which the snapshot is written. */
  const live = async () => {
    const relay = await start();
    await untilConnected(relay);
    await stop(relay);
  };

  it('serves it at once while SaaS is away, and tells SDKs of the differences when it is back', async () => {
    await live();
    await saas.refuseConnections();
    const version = saas.patchFlag(production.id, 'dark-mode', { state: 'off' });

    const relay = await start();
    const sdk = await anSdk(relay.url, key);
    expect(await itemsRead(relay.url, sdk)).toMatchObject({ 'dark-mode': version - 1 });
    expect((await openStream(relay.url, sdk)).status).toBe(503);
    await expect(anSdk(relay.url, 'nobody’s key')).rejects.toThrow('401');

    await saas.acceptConnections();
    await untilConnected(relay);
    expect(await itemsRead(relay.url, sdk)).toMatchObject({ 'dark-mode': version });
    const stream = await openStream(relay.url, sdk);
    await until(() => stream.events.some(({ identifier }) => identifier === 'dark-mode'));
    stream.close();
  });

  it.each(['ended in order', 'killed'])('has SDKs that were between two streams told of what went before a process was %s', async (end) => {
    const relay = await start();
    await untilConnected(relay);
    const sdk = await anSdk(relay.url, key);
    await until(() => statSync(disk.at('snapshot.json')));
    saas.deleteFlag(production.id, 'dark-mode');
    saas.deleteFlag(production.id, 'page-size');
    saas.putFlag(production.id, aFeatureConfig({ feature: 'page-size', version: 1 }));
    const flags = disk.at(`env-${production.id}/feature_config.json`);
    if (end === 'killed') await until(() => !readFileSync(flags, 'utf8').includes('dark-mode'));
    else await until(async () => !('dark-mode' in (await itemsRead(relay.url, sdk))) && 'page-size' in (await itemsRead(relay.url, sdk)));
    const left = new FilesOnDisk();
    cpSync(disk.path, left.path, { recursive: true });
    await stop(relay);

    const next = await start(end === 'killed' ? { SNAPSHOT_DIR: left.path } : {});
    await untilConnected(next);
    const stream = await openStream(next.url, sdk);

    const told = () => stream.events.map(({ event, identifier }) => `${String(event)} ${String(identifier)}`);
    await until(() => ['delete dark-mode', 'delete page-size', 'create page-size'].every((event) => told().includes(event)));
    expect(told().lastIndexOf('delete page-size')).toBeLessThan(told().lastIndexOf('create page-size'));
    expect(told().filter((event) => event.endsWith('dark-mode'))).toEqual(['delete dark-mode']);
    stream.close();
    left.remove();
  });

  it('keeps it in the form that an offline relay serves, for nobody else to read', async () => {
    await live();

    const files = readdirSync(disk.path, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(disk.at(name)).isFile());
    for (const file of files) expect(statSync(disk.at(file)).mode & 0o777).toBe(0o600);
    expect(files).toContain('snapshot.json');
    const offline = await aRelayWith({ OFFLINE: 'true', CONFIG_DIR: disk.path });
    relays.push(offline);
    const sdk = await until(() => anSdk(offline.url, staging.sdkKeys[1]));
    expect(Object.keys(await itemsRead(offline.url, sdk))).toEqual(staging.flags.map(({ feature }) => feature));
  });

  it('writes what changes while it runs, in a while and together', async () => {
    const relay = await start();
    await untilConnected(relay);
    const flags = `env-${production.id}/feature_config.json`;
    await until(() => statSync(disk.at(flags)));
    const first = statSync(disk.at(flags)).ino;

    const versions = Array.from({ length: 5 }, (_, index) => saas.patchFlag(production.id, 'dark-mode', { description: `${index}` }));
    await until(() => statSync(disk.at(flags)).ino !== first);

    const other = await start();
    expect(await itemsRead(other.url, await anSdk(other.url, key))).toMatchObject({ 'dark-mode': versions.at(-1) });
  });

  it('reports a broken one and serves nothing of it, not even the sound half', async () => {
    await live();
    disk.write(`env-${staging.id}/segments.json`, '[{"identifier":');
    await saas.refuseConnections();

    const relay = await start();

    expect(logged(relay, 'the snapshot is broken')).toMatchObject({ level: 50, faults: [`${disk.at(`env-${staging.id}/segments.json`)}:1:16: expected a value`] });
    expect((await fetch(`${relay.url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: key }) })).status).toBe(503);
    await saas.acceptConnections();
    await untilConnected(relay);
    await stop(relay);
    await saas.refuseConnections();
    const next = await start();
    expect(await itemsRead(next.url, await anSdk(next.url, staging.sdkKeys[0]))).toMatchObject({ 'dark-mode': 1 });
  });

  it('opens nothing to another proxy key', async () => {
    await live();
    await saas.refuseConnections();

    const relay = await start({ PROXY_KEY: 'another-proxy-key' });

    expect(logged(relay, 'belongs to another proxy key')).toMatchObject({ level: 40 });
    expect((await fetch(`${relay.url}/health`)).status).not.toBe(200);
  });

  it('forgets what a deleted proxy key gave access to', async () => {
    const relay = await start();
    await untilConnected(relay);
    await until(() => statSync(disk.at('snapshot.json')));

    saas.deleteProxyKey(saas.proxyKey, { announce: true });

    await until(() => readdirSync(disk.path).every((name) => !name.startsWith('env-')));
    expect((await fetch(`${relay.url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: key }) })).status).toBe(401);
  });

  it('serves on and says so once when the directory cannot be written', async () => {
    disk.write('file', '');
    const relay = await start({ SNAPSHOT_DIR: disk.at('file/below') });
    await untilConnected(relay);

    await until(() => logged(relay, 'the snapshot could not be written'));

    expect(Object.keys(await itemsRead(relay.url, await anSdk(relay.url, key)))).toHaveLength(production.flags.length);
    expect(JSON.stringify(logged(relay, 'could not be written'))).toContain('it is no directory');
  });
});
