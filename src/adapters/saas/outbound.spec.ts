import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificates } from '../../../test/support/certificates.js';
import type { Certificates } from '../../../test/support/certificates.js';
import { ConnectProxy } from '../../../test/support/connect-proxy.js';
import { aSaasConnection } from '../../../test/support/saas-connection.builder.js';
import { StandInSaas } from '../../../test/saas/stand-in-saas.mjs';
import { UpstreamUnavailable } from '../../ports/saas-client.port.js';
import { HttpSaasClient } from './http-saas-client.js';
import { HttpSaasIntake } from './http-saas-intake.js';
import type { SaasConnection } from './saas-connection.js';

describe('the way out', () => {
  let certificates: Certificates;
  let saas: StandInSaas;
  let plainSaas: StandInSaas;
  let proxy: ConnectProxy;
  let connection: SaasConnection | undefined;

  beforeAll(() => {
    certificates = makeCertificates();
  });

  afterAll(() => certificates.remove());

  beforeEach(async () => {
    saas = await StandInSaas.start({ tls: certificates });
    plainSaas = await StandInSaas.start();
    proxy = await ConnectProxy.start();
  });

  afterEach(async () => {
    await connection?.onApplicationShutdown();
    await Promise.all([saas.close(), plainSaas.close(), proxy.close()]);
  });

  const connect = (upstream: StandInSaas, env: Readonly<Record<string, string>>): HttpSaasClient => {
    connection = aSaasConnection(upstream, { env });
    return new HttpSaasClient(connection);
  };

  it('trusts the authorities of the CA files', async () => {
    await expect(connect(saas, { SSL_CERT_FILE: certificates.caFile }).authenticate()).resolves.toMatchObject({ clusterIdentifier: '1' });
  });

  it('refuses a certificate that nobody vouches for', async () => {
    const authenticating = connect(saas, {}).authenticate();

    await expect(authenticating).rejects.toThrow(UpstreamUnavailable);
    await expect(authenticating).rejects.toThrow(/CERT|UNABLE_TO_VERIFY/);
    expect(saas.requests).toEqual([]);
  });

  it.each(['https', 'http'] as const)('leads to %s through a proxy that is itself behind TLS, with its credentials', async (scheme) => {
    const tlsProxy = await ConnectProxy.start(certificates);
    const upstream = scheme === 'https' ? saas : plainSaas;
    const client = connect(upstream, { [`${scheme.toUpperCase()}_PROXY`]: `https://user:word@${tlsProxy.address}`, SSL_CERT_FILE: certificates.caFile });

    await client.authenticate();
    const stream = await client.openStream();
    await upstream.waitForStream();

    const { host } = new URL(upstream.clientUrl);
    expect(tlsProxy.tunnels).toEqual(expect.arrayContaining([host]));
    expect(new Set(tlsProxy.credentials)).toEqual(new Set([`Basic ${Buffer.from('user:word').toString('base64')}`]));
    stream.close();
    await tlsProxy.close();
  });

  it('refuses a proxy behind TLS that nobody vouches for', async () => {
    const tlsProxy = await ConnectProxy.start(certificates);

    const authenticating = connect(plainSaas, { HTTP_PROXY: `https://${tlsProxy.address}` }).authenticate();

    await expect(authenticating).rejects.toThrow(/CERT|UNABLE_TO_VERIFY/);
    expect(plainSaas.requests).toEqual([]);
    await tlsProxy.close();
  });

  it('leads through the proxy for everything, the stream included', async () => {
    const client = connect(saas, { HTTPS_PROXY: `http://${proxy.address}`, NODE_EXTRA_CA_CERTS: certificates.caFile });
    const environment = saas.addEnvironment({ flags: ['{"feature":"a"}'] });

    await client.authenticate();
    const stream = await client.openStream();
    saas.emit({ domain: 'flag', event: 'patch', environment, identifier: 'a', version: 2 });
    const flags = await client.fetchFeatureConfigs(environment);
    const message = await stream.messages[Symbol.asyncIterator]().next();
    stream.close();

    expect(flags.items).toHaveLength(1);
    expect(message.value).toMatchObject({ identifier: 'a', version: 2 });
    expect(proxy.tunnels.length).toBeGreaterThanOrEqual(2);
    expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(saas.clientUrl).host]));
  });

  it('leads through the proxy for metrics', async () => {
    connect(saas, { HTTPS_PROXY: `http://${proxy.address}`, SSL_CERT_FILE: certificates.caFile });
    const environment = saas.addEnvironment();

    const result = connection && (await new HttpSaasIntake(connection).postMetrics(environment, { metricsData: [], targetData: [] }));

    expect(result).toBe('accepted');
    expect(proxy.tunnels).not.toEqual([]);
  });

  it('asks the proxy to pass plain HTTP on, the stream included', async () => {
    const client = connect(plainSaas, { HTTP_PROXY: `http://${proxy.address}` });
    const environment = plainSaas.addEnvironment({ flags: ['{"feature":"a"}'] });

    const stream = await client.openStream();
    plainSaas.emit({ domain: 'flag', event: 'patch', environment, identifier: 'a', version: 2 });
    const flags = await client.fetchFeatureConfigs(environment);
    const message = await stream.messages[Symbol.asyncIterator]().next();
    stream.close();

    expect(flags.items).toHaveLength(1);
    expect(message.value).toMatchObject({ identifier: 'a' });
    expect(proxy.tunnels).toEqual([]);
    expect(proxy.forwarded).toHaveLength(3);
  });

  it('tells the proxy who is asking', async () => {
    await connect(saas, { HTTPS_PROXY: `http://relay:p%40ss@${proxy.address}`, SSL_CERT_FILE: certificates.caFile }).authenticate();

    expect(proxy.credentials).toEqual([`Basic ${Buffer.from('relay:p@ss').toString('base64')}`]);
  });

  it.each(['127.0.0.1', '127.0.0.0/8', '*', 'elsewhere.example, 127.0.0.1'])('avoids the proxy for NO_PROXY %s', async (noProxy) => {
    await connect(saas, { HTTPS_PROXY: `http://${proxy.address}`, NO_PROXY: noProxy, SSL_CERT_FILE: certificates.caFile }).authenticate();

    expect(proxy.tunnels).toEqual([]);
    expect(saas.requests).toHaveLength(1);
  });

  it('chooses the proxy by the scheme of the destination', async () => {
    await connect(saas, { HTTP_PROXY: `http://${proxy.address}`, SSL_CERT_FILE: certificates.caFile }).authenticate();

    expect([proxy.tunnels, proxy.forwarded]).toEqual([[], []]);
  });

  it('does not look at the environment by itself', async () => {
    process.env['HTTPS_PROXY'] = 'http://127.0.0.1:1';
    try {
      await expect(connect(saas, { SSL_CERT_FILE: certificates.caFile }).authenticate()).resolves.toBeDefined();
    } finally {
      delete process.env['HTTPS_PROXY'];
    }
  });

  it('is UpstreamUnavailable while the proxy is away', async () => {
    const { address } = proxy;
    await proxy.close();

    await expect(connect(saas, { HTTPS_PROXY: `http://${address}`, SSL_CERT_FILE: certificates.caFile }).authenticate()).rejects.toThrow('POST /proxy/auth failed: ECONNREFUSED');
  });

  it('does not exist with a CA file that is missing', () => {
    expect(() => connect(saas, { SSL_CERT_FILE: '/nowhere/ca.pem' })).toThrow('CA file /nowhere/ca.pem cannot be read: ENOENT');
  });

  it.each([
    ['holds no PEM certificate', 'nothing of use'],
    ['holds a certificate that cannot be parsed', '-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n'],
  ])('does not exist with a CA file that %s', (fault, content) => {
    const file = join(certificates.caFile, '..', 'bad.pem');
    writeFileSync(file, content);

    expect(() => connect(saas, { SSL_CERT_FILE: file })).toThrow(`CA file ${file} ${fault}`);
  });
});
