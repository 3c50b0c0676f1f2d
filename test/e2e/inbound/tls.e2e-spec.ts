import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { makeCertificates } from '../../support/certificates.js';
import { until } from '../../support/until.js';
import { aWorld, productionSdk, type World } from '../support/world.js';

describe('a relay with TLS', () => {
  const first = makeCertificates();
  const second = makeCertificates();
  const folder = mkdtempSync(join(tmpdir(), 'relay-tls-'));
  const [certFile, keyFile] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  const ca = readFileSync(first.caFile, 'utf8');
  let world: World;

  beforeAll(async () => {
    writeFileSync(certFile, first.cert);
    writeFileSync(keyFile, first.key);
    world = await aWorld({ env: { TLS_ENABLED: 'true', TLS_CERT: certFile, TLS_KEY: keyFile } });
    await until(async () => (await world.ask('/health/ready', { ca })).status === 200);
  });
  afterAll(async () => {
    await world.close();
    for (const certificates of [first, second]) certificates.remove();
    rmSync(folder, { recursive: true });
  });

  it('answers as one without', async () => {
    const answer = await world.ask('/client/auth', { method: 'POST', body: { apiKey: productionSdk.key }, ca });
    expect(answer.status).toBe(200);

    expect((await world.askAs(productionSdk, `/client/env/${productionSdk.environment}/feature-configs`, { ca })).status).toBe(200);
    expect((await world.askAs(productionSdk, '/stream', { ca, headers: { 'api-key': productionSdk.key } })).status).toBe(200);
  });

  it('is not trusted without its authority', async () => {
    await expect(world.ask('/health')).rejects.toThrow(/certificate/);
  });

  it('survives what is no TLS', async () => {
    await expect(fetch(`${world.relay.url.replace('https', 'http')}/health`)).rejects.toThrow();

    expect((await world.ask('/health', { ca })).status).toBe(200);
  });

  it('takes a renewed certificate into use for new connections, and keeps those that are open', async () => {
    const { port } = new URL(world.relay.url);
    const open = connect({ port: Number(port), host: '127.0.0.1', servername: 'localhost', ca });
    const chunks: string[] = [];
    open.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    const answers = () => chunks.join('').match(/HTTP\/1\.1 200/g)?.length;
    open.write('GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await until(() => answers() === 1);

    writeFileSync(certFile, second.cert);
    writeFileSync(keyFile, second.key);
    const renewed = readFileSync(second.caFile, 'utf8');
    await until(async () => (await world.ask('/health', { ca: renewed })).status === 200, 20_000);

    await expect(world.ask('/health', { ca })).rejects.toThrow();
    open.write('GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
    await until(() => answers() === 2);
    open.destroy();
  }, 30_000);
});
