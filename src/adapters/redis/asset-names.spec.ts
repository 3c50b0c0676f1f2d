import { environmentIn, isAsset, tokenKeyOf } from './asset-names.js';

describe('isAsset', () => {
  it.each([
    'auth-key-a', 'env-e-api-configs', 'env-e-feature-configs', 'env-e-feature-config-f', 'env-e-feature-configs-f', 'env-e-segments', 'env-e-segment-s',
    'env-e-segments-s', 'env-e-feature-config-a-target-config-b', 'env-e-feature-config-a-segments-latest', 'env-e\nf-segments', 'env-e-feature-config-latest',
  ])('says yes to %j', (key) => {
    expect(isAsset(key)).toBe(true);
  });

  it.each([
    'auth-key-', 'env-e', 'env-e-target-config-t', 'env-e-target-configs', 'env-e-target-config-x-segment-y', 'env-e-feature-configs-latest',
    'env-e-segments-latest', 'ffproxy:fence:{1}', 'ffproxy_saas_stream_health', 'key-k-inventory', 'proxy:sse_events', 'stream:sdk_metrics', 'env-e-api-configs-x', '',
  ])('says no to %j', (key) => {
    expect(isAsset(key)).toBe(false);
  });
});

describe('tokenKeyOf', () => {
  it.each([
    ['env-e-feature-configs', 'env-e-feature-configs-latest'],
    ['env-e-segments', 'env-e-segments-latest'],
    ['env-e-feature-config-my-segments', undefined],
    ['env-e-api-configs', undefined],
    ['auth-key-a', undefined],
  ])('of %s is %s', (key, token) => {
    expect(tokenKeyOf(key)).toBe(token);
  });
});

describe('environmentIn', () => {
  it.each([
    ['env-e-api-configs', 'e'],
    ['env-e-feature-configs', 'e'],
    ['env-a\nb-api-configs', 'a\nb'],
    ['env-e-feature-configs-latest', undefined],
    ['env--api-configs', undefined],
    ['env-e-segments', undefined],
  ])('%j is %j', (key, environment) => {
    expect(environmentIn(key)).toBe(environment);
  });
});
