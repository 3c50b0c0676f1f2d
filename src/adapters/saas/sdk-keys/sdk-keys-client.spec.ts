import { inspect } from 'node:util';
import { describeSaasClientContract } from '../../../../test/contract/saas-client.contract.js';
import { hashKey } from '../../../../test/saas/hash-key.mjs';
import { StandInSaas } from '../../../../test/saas/stand-in-saas.mjs';
import type { FailureRule } from '../../../../test/saas/types.mjs';
import { RecordedLog } from '../../../../test/support/recorded-log.js';
import { anSdkKeysConnection } from '../../../../test/support/sdk-keys-connection.builder.js';
import { SdkKeysClient } from './sdk-keys-client.js';

const keyOf = (environment: string) => `key-of-${environment.replaceAll(' ', '-')}`;
const numbered = Array.from({ length: 25 }, (_, index) => `environment ${index}`);
// Every key that the contract may use; those that SaaS does not know yet are refused, and harm no other.
const keys = [...['standing', 'one', 'two', 'other', 'late', ...numbered].map(keyOf), 'first-key', 'a-key', 'other-key'];

describeSaasClientContract('SdkKeysClient', async () => {
  const saas = await StandInSaas.start();
  const connection = anSdkKeysConnection(saas, keys);
  const held: [string, readonly string[]][] = [['standing', [keyOf('standing')]]];
  saas.addEnvironment({ id: 'standing', sdkKeys: [keyOf('standing')] });
  return {
    client: new SdkKeysClient(connection),
    upstream: {
      addEnvironment: (content) => {
        const sdkKeys = content.sdkKeys ?? [keyOf(content.id)];
        held.push([content.id, sdkKeys]);
        saas.addEnvironment({ ...content, sdkKeys });
      },
      putFlag: (environment, flag) => void saas.putFlag(environment, flag),
      putSegment: (environment, segment) => void saas.putSegment(environment, segment),
      deleteFlag: (environment, identifier) => saas.deleteFlag(environment, identifier),
      loseStreams: () => saas.dropStreams(),
      goAway: () => saas.refuseConnections(),
      refuse: () => {
        for (const [environment, sdkKeys] of held) for (const key of sdkKeys) saas.removeSdkKey(environment, key);
      },
    },
    standing: 'standing',
    close: async () => {
      await connection.onApplicationShutdown();
      await saas.close();
    },
  };
});

describe('SDK keys of one environment', () => {
  it('stand in for each other when one is refused', async () => {
    const saas = await StandInSaas.start();
    saas.addEnvironment({ id: 'one', sdkKeys: ['old-key', 'new-key'], flags: ['{"feature":"a","version":1}'] });
    const connection = anSdkKeysConnection(saas, ['old-key', 'new-key']);
    const client = new SdkKeysClient(connection);
    await client.authenticate();

    saas.removeSdkKey('one', 'old-key');
    const session = await client.authenticate();
    const environment = await client.fetchEnvironment('one');

    expect(session).toMatchObject({ environments: ['one'] });
    expect(environment).toMatchObject({ id: 'one', authKeys: [hashKey('new-key')], featureConfigs: [{ identifier: 'a' }] });
    await connection.onApplicationShutdown();
    await saas.close();
  });
});

describe('SDK keys, tokens and the admin token', () => {
  it.each<[string, FailureRule]>([
    ['refuses', { path: '/', status: 401 }],
    ['fails', { path: '/', status: 500 }],
    ['sends half an answer', { path: '/', malformed: true }],
    ['echoes what it was asked', { path: '/', body: '{"apiKeys":[{"key":"sdk-key-nobody-may-see admin-token-nobody-may-see' }],
    ['breaks the connection', { path: '/', reset: true }],
  ])('stay out of logs and errors when the upstream %s', async (_what, rule) => {
    const saas = await StandInSaas.start({ adminToken: 'admin-token-nobody-may-see' });
    saas.addEnvironment({ id: 'one', sdkKeys: ['sdk-key-nobody-may-see'] });
    const log = new RecordedLog();
    const connection = anSdkKeysConnection(saas, ['sdk-key-nobody-may-see'], { log, limits: { requestTimeoutMs: 200 } });
    const client = new SdkKeysClient(connection);
    await client.authenticate();
    const token = connection.ring.keys[0]?.session?.token ?? '';
    saas.fail(rule);

    const outcomes = await Promise.allSettled([
      client.fetchConfiguration().next(),
      client.fetchFeatureConfigs('one', ['a']),
      client.fetchTargets('one').next(),
      client.openStream(),
      client.authenticate(),
    ]);
    await connection.onApplicationShutdown();
    await saas.close();

    const seen = inspect(outcomes, { depth: 20, showHidden: true }) + log.lines.join('\n');
    expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true);
    expect(token).not.toBe('');
    for (const secret of ['nobody-may-see', token]) expect(seen).not.toContain(secret);
  });
});
