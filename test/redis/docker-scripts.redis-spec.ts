import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisConnections } from '../../src/adapters/redis/redis-connections.js';
import { RecordedLog } from '../support/recorded-log.js';
import { RedisServer } from '../support/redis-server.js';
import { redisOf } from './redis-of.js';

const run = (script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  execFileSync('sh', [join('docker/redis', script), ...args], { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: 'pipe', timeout: 60_000 });

const isReached = async (env: Readonly<Record<string, string>>): Promise<boolean> => {
  const connections = new RedisConnections(redisOf(env), new RecordedLog());
  try {
    return (await connections.ask((client) => client.set('key', 'value'))) === 'OK';
  } finally {
    connections.onApplicationShutdown();
  }
};

describe('the scripts beside the compose files', () => {
  it('make certificates with which the relay trusts its Redis, once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'certificates-'));
    run('make-certificates.sh', [folder, 'redis']);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const made = read('redis.pem');
    run('make-certificates.sh', [folder, 'redis']);
    expect(read('redis.pem')).toBe(made);

    const caFile = join(folder, 'ca.pem');
    const server = await RedisServer.start({ tls: { cert: made, key: read('redis.key'), caFile, remove: () => undefined } });

    expect(await isReached({ REDIS_ADDRESS: `rediss://localhost:${server.port}`, REDIS_CA: caFile })).toBe(true);
    await expect(isReached({ REDIS_ADDRESS: `rediss://localhost:${server.port}` })).rejects.toThrow('Redis did not answer');
    await server.stop();
    rmSync(folder, { recursive: true });
  }, 60_000);

  it('make one Cluster of six servers, and leave one that is made as it is', async () => {
    const servers: RedisServer[] = [];
    for (let index = 0; index < 6; index++) servers.push(await RedisServer.start({ options: ['--cluster-enabled', 'yes'] }));
    const NODES = servers.map(({ address }) => address).join(' ');

    run('create-cluster.sh', [], { NODES });
    run('create-cluster.sh', [], { NODES });

    expect(await isReached({ REDIS_ADDRESS: servers.map(({ address }) => address).slice(0, 3).join(',') })).toBe(true);
    await Promise.all(servers.map((server) => server.stop()));
  }, 120_000);
});
