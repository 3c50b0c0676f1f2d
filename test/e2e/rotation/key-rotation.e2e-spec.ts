import { readdirSync, readFileSync } from 'node:fs';
import { FilesOnDisk } from '../../support/files-on-disk.js';
import { until } from '../../support/until.js';
import type { SteadyReaders } from '../../fleet/steady-readers.js';
import type { FollowingSdk } from '../sync/following-sdk.js';
import { environment, formerKey, leftOver, nextKey, RotatingNode } from './rotating-node.js';

describe('the proxy key of a single node', () => {
  let node: RotatingNode;
  let readers: SteadyReaders;
  let sdk: FollowingSdk;
  let disk: FilesOnDisk | undefined;

  const begin = async (options: Parameters<typeof RotatingNode.start>[0] = {}) => {
    node = await RotatingNode.start(options);
    readers = node.readers();
    sdk = await node.sdk();
  };
  const untilSdkHolds = (flag: string, version: number) => until(() => sdk.held.get(flag) === version, 20_000);
  const refusals = async () => /ff_proxy_to_client_service_requests\{[^}]*url="\/proxy\/auth"[^}]*code="40[13]"[^}]*\} (\d+)/.exec(await node.text('/metrics'))?.[1];

  afterEach(async () => {
    await readers?.stop();
    await sdk?.stop();
    await node?.end();
    disk?.remove();
    disk = undefined;
  }, 30_000);

  it('is rotated while both keys work: no read fails, no change is lost, and the end of the old key is not noticed', async () => {
    await begin();
    node.saas.addProxyKey(nextKey);
    await untilSdkHolds('f0', node.patch('f0', 'off'));

    const replacing = node.replace(nextKey);
    const meanwhile = node.patch('f1', 'off');
    const exitCode = await replacing;
    await untilSdkHolds('f1', meanwhile);
    node.saas.deleteProxyKey(formerKey);
    await untilSdkHolds('f2', node.patch('f2', 'off'));

    expect(exitCode).toBe(0);
    expect(readers.faults).toEqual([]);
    expect((await node.health()).body).toMatchObject({ configStatus: { state: 'SYNCED' }, streamStatus: { state: 'CONNECTED' } });
    expect(await refusals()).toBeUndefined();
  }, 60_000);

  it('is refused at once: health, log and metrics say so, reads and streams go on, and a restart with the new key puts all right', async () => {
    await begin({ refusalStatus: 401 });
    node.saas.addProxyKey(nextKey);
    node.saas.deleteProxyKey(formerKey, { announce: false });
    const version = node.patch('f0', 'off');

    const refused = 'refused /proxy/auth with status 401';
    await until(async () => (await node.health()).body.upstreamFault?.includes(refused), 20_000);
    expect((await node.health()).body).toMatchObject({ configStatus: { state: 'SYNCED' }, streamStatus: { state: 'CONNECTED' } });
    expect(await node.text('/health/ready')).toContain(refused);
    expect(Number(await refusals())).toBeGreaterThan(0);
    const errors = () => node.relay.output.join('').split('\n').filter((line) => line.includes('"level":50'));
    expect(errors()).toContainEqual(expect.stringContaining('our key is refused'));
    expect(sdk.streams).toBe(1);

    node.saas.dropStreams(formerKey);
    await node.untilStream('DISCONNECTED');
    await until(() => errors().some((line) => line.includes('configuration could not be fetched: our key is refused')));
    expect((await node.health()).status).toBe(200);
    const told = [node.relay.output.join(''), await node.text('/metrics'), await node.text('/health/ready'), (await node.health()).text].join('');
    expect(told).not.toContain(formerKey);

    await readers.stop();
    expect(readers.faults).toEqual([]);
    expect(readers.answered).toBeGreaterThan(0);

    expect(await node.restart(nextKey)).toBe(0);
    await untilSdkHolds('f0', version);
    await node.untilStream('CONNECTED');
    expect((await node.health()).body.upstreamFault).toBeUndefined();
  }, 60_000);

  it('is rotated in place with a snapshot on disk, which is then that of the new key alone', async () => {
    disk = new FilesOnDisk();
    const { path } = disk;
    await begin({ env: { SNAPSHOT_DIR: path } });
    await until(() => readdirSync(path).includes('snapshot.json'), 20_000);
    const before = readFileSync(disk.at('snapshot.json'), 'utf8');
    await readers.stop();
    node.saas.addProxyKey(nextKey);
    node.saas.deleteProxyKey(formerKey, { announce: false });
    node.saas.removeEnvironment(leftOver?.id ?? '', { announce: false });
    const version = node.patch('f0', 'off');

    expect(await node.restart(nextKey)).toBe(0);
    await untilSdkHolds('f0', version);
    await until(() => readdirSync(path).includes('snapshot.json') && !readdirSync(path).includes(`env-${leftOver?.id}`), 20_000);
    const after = readFileSync(disk.at('snapshot.json'), 'utf8');
    await node.saas.refuseConnections();
    await node.restart(nextKey);

    expect(after).not.toBe(before);
    expect(readdirSync(path).filter((name) => name.startsWith('env-'))).toEqual([`env-${environment?.id}`]);
    expect(await node.text('/health')).toContain('SYNCED');
    readers = node.readers();
    await until(() => readers.answered > 20);
    expect(readers.faults).toEqual([]);
  }, 60_000);
});
