import { describeConfig } from './describe-config.js';
import { loadConfig } from './load-config.js';

const secret = { AUTH_SECRET: 'a-secret-of-enough-length' };
const admin = { ADMIN_SERVICE_TOKEN: 'pat.account.0123456789' };

const load = (env: Readonly<Record<string, string>>, argv: readonly string[] = []) => loadConfig({ ...secret, ...env }, argv);

describe('the upstream by SDK keys', () => {
  it('takes the settings of a V1 deployment as they are documented', () => {
    const { config, warnings } = loadConfig(
      {
        DEBUG: 'true',
        ACCOUNT_IDENTIFIER: 'zEaak-FLS425IEO7OLzMUg',
        ORG_IDENTIFIER: 'default',
        ADMIN_SERVICE_TOKEN: 'pat.zEaak.0123456789',
        AUTH_SECRET: 'my_secret_for_tokens',
        API_KEYS: '0c7e6d1b-9a5e-4d52-8d4f-5f8f2d1a9b11,bd0dc5f2-1f6b-4c5b-9f2e-6a3f2c1d4e22',
        TARGET_POLL_DURATION: '60',
        METRIC_POST_DURATION: '60',
      },
      [],
    );

    expect(warnings).toEqual([]);
    expect(config).toMatchObject({
      role: 'single',
      upstream: 'sdk keys',
      saas: { clientUrl: 'https://config.ff.harness.io/api/1.0', forwardTargets: true, targetPollIntervalMs: 60_000 },
      sdkKeys: {
        apiKeys: ['0c7e6d1b-9a5e-4d52-8d4f-5f8f2d1a9b11', 'bd0dc5f2-1f6b-4c5b-9f2e-6a3f2c1d4e22'],
        sdkUrl: 'https://config.ff.harness.io/api/1.0',
        adminUrl: 'https://app.harness.io/gateway/cf',
        account: 'zEaak-FLS425IEO7OLzMUg',
        organization: 'default',
        streams: true,
        flagPollIntervalMs: 60_000,
        keyPollIntervalMs: 120_000,
      },
    });
  });

  it('takes the same as flags', () => {
    const argv = ['--admin-service-token=token', '--auth-secret=my_secret_for_tokens', '--account-identifier=account', '--org-identifier=org', '--api-keys=key-a,key-b'];

    expect(loadConfig({}, argv).config.sdkKeys).toMatchObject({ apiKeys: ['key-a', 'key-b'], adminToken: 'token', account: 'account', organization: 'org' });
  });

  it('wants nothing but API_KEYS, and says what is missing without the admin API', () => {
    expect(load({ API_KEYS: 'key' }).warnings).toEqual(['API_KEYS: without ADMIN_SERVICE_TOKEN no other SDK keys than these are known']);
  });

  it('reads flags from CLIENT_SERVICE unless SDK_BASE_URL says otherwise', () => {
    expect(load({ API_KEYS: 'key', CLIENT_SERVICE: 'http://relay:7000' }).config.sdkKeys?.sdkUrl).toBe('http://relay:7000');
    expect(load({ API_KEYS: 'key', CLIENT_SERVICE: 'http://a', SDK_BASE_URL: 'http://b/' }).config.sdkKeys?.sdkUrl).toBe('http://b');
  });

  it('registers targets unless it is told not to', () => {
    expect(load({ API_KEYS: 'key', FORWARD_TARGETS: 'false' }).config.saas.forwardTargets).toBe(false);
  });

  it('is a primary with Redis, and left to others on a replica', () => {
    const { config } = load({ API_KEYS: 'key', REDIS_ADDRESS: 'localhost:6379', ...admin });
    const replica = load({ API_KEYS: 'key', PROXY_KEY: 'too', REDIS_ADDRESS: 'localhost:6379', READ_REPLICA: 'true' });

    expect([config.role, config.upstream]).toEqual(['primary', 'sdk keys']);
    expect([replica.config.role, replica.warnings]).toEqual(['replica', []]);
  });

  it('excludes a proxy key', () => {
    expect(() => load({ API_KEYS: 'key', PROXY_KEY: 'proxy' })).toThrow('API_KEYS: cannot be used together with PROXY_KEY; each is an upstream of its own');
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['ADMIN_SERVICE_TOKEN: has no effect without API_KEYS', { PROXY_KEY: 'p', ...admin }],
    ['FLAG_STREAM_ENABLED: has no effect without API_KEYS', { PROXY_KEY: 'p', FLAG_STREAM_ENABLED: 'false' }],
    ['FLAG_POLL_INTERVAL: it is taken as seconds, not as minutes', { API_KEYS: 'k', ...admin, FLAG_STREAM_ENABLED: 'false', FLAG_POLL_INTERVAL: '1' }],
  ])('warns that %s', (warning, env) => {
    expect(load(env).warnings).toEqual([warning]);
  });

  it('shows neither SDK keys nor the admin token', () => {
    const shown = JSON.stringify(describeConfig(load({ API_KEYS: 'sdk-key-one,sdk-key-two', ...admin }).config));

    expect(shown).not.toMatch(/sdk-key|0123456789/);
  });
});
