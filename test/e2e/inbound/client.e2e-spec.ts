import { relayClient } from '../../../openapi/client/relay-client.js';
import { checkedFetch } from '../support/checked-fetch.js';
import { aWorld, productionSdk, type World } from '../support/world.js';

describe('the client made from the contract', () => {
  let world: World;
  beforeAll(async () => (world = await aWorld()));
  afterAll(() => world.close());

  const open = (token?: string) => relayClient({ url: world.relay.url, fetch: checkedFetch, ...(token !== undefined && { token }) });
  const environment_uuid = productionSdk.environment;

  async function authenticated() {
    const { data } = await open().POST('/client/auth', { body: { apiKey: productionSdk.key, target: { identifier: 'bob', attributes: { plan: 'pro' } } } });
    return open(data?.authToken);
  }

  it('authenticates and reads flags, groups and evaluations', async () => {
    const client = await authenticated();

    const flags = await client.GET('/client/env/{environment_uuid}/feature-configs', { params: { path: { environment_uuid } } });
    const groups = await client.GET('/client/env/{environment_uuid}/target-segments', { params: { path: { environment_uuid }, query: { rules: 'v2', cluster: '1' } } });
    const evaluations = await client.GET('/client/env/{environment_uuid}/target/{target}/evaluations', { params: { path: { environment_uuid, target: 'bob' } } });

    expect(flags.data?.map(({ feature }) => feature)).toContain('dark-mode');
    expect(groups.data?.map(({ identifier }) => identifier)).toContain('beta-testers');
    expect(evaluations.data).toContainEqual({ flag: 'dark-mode', identifier: 'true', kind: 'boolean', value: 'true' });
  });

  it('reads each of them alone', async () => {
    const client = await authenticated();

    const flag = await client.GET('/client/env/{environment_uuid}/feature-configs/{identifier}', { params: { path: { environment_uuid, identifier: 'dark-mode' } } });
    const group = await client.GET('/client/env/{environment_uuid}/target-segments/{identifier}', { params: { path: { environment_uuid, identifier: 'beta-testers' } } });
    const evaluation = await client.GET('/client/env/{environment_uuid}/target/{target}/evaluations/{feature}', {
      params: { path: { environment_uuid, target: 'a b/c?d', feature: 'dark-mode' }, header: { 'Harness-Target': Buffer.from('{"identifier":"bob"}').toString('base64') } },
    });

    expect(flag.data?.kind).toBe('boolean');
    expect(group.data?.identifier).toBe('beta-testers');
    expect(evaluation.data?.value).toBe('true');
  });

  it('is told why it is refused', async () => {
    const path = { environment_uuid };

    const unknownKey = await open().POST('/client/auth', { body: { apiKey: 'unknown-key' } });
    const noToken = await open().GET('/client/env/{environment_uuid}/feature-configs', { params: { path } });
    const unknownFlag = await (await authenticated()).GET('/client/env/{environment_uuid}/feature-configs/{identifier}', { params: { path: { ...path, identifier: 'none' } } });

    expect([unknownKey.response.status, unknownKey.error?.error]).toEqual([401, expect.any(String)]);
    expect([noToken.response.status, noToken.error?.error]).toEqual([401, expect.any(String)]);
    expect([unknownFlag.response.status, unknownFlag.error?.error]).toEqual([404, 'not found']);
  });

  it('posts metrics, asks the probes, and reads the contract it is made from', async () => {
    const client = await authenticated();

    const posted = await client.POST('/metrics/{environment_uuid}', { params: { path: { environment_uuid } }, body: { metricsData: [{ count: 1 }] } });
    const health = await client.GET('/health');
    const live = await client.GET('/health/live');
    const ready = await client.GET('/health/ready');
    const contract = await client.GET('/openapi.json');

    expect([posted.response.status, live.data?.status, ready.data?.status]).toEqual([200, 'ok', 'ok']);
    expect(health.data?.configStatus.state).toBe('SYNCED');
    expect(contract.data).toMatchObject({ openapi: '3.0.0' });
  });
});
