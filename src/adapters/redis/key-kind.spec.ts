import { kindOfKey } from './key-kind.js';
import { redisKeys } from './redis-keys.js';

describe('the kind of a key', () => {
  it.each([
    [redisKeys.array('e', 'featureConfigs'), 'feature-configs'],
    [redisKeys.latest('e', 'featureConfigs'), 'feature-configs-latest'],
    [redisKeys.item('e', 'featureConfigs', 'dark'), 'feature-config'],
    ['env-e-feature-configs-dark', 'feature-config'],
    [redisKeys.array('e', 'segments'), 'segments'],
    [redisKeys.latest('e', 'segments'), 'segments-latest'],
    [redisKeys.item('e', 'segments', 'feature-configs'), 'segment'],
    [redisKeys.authKeys('e'), 'api-configs'],
    [redisKeys.authKey('0123'), 'auth-key'],
    [redisKeys.inventory('proxy-key'), 'inventory'],
    [redisKeys.target('e', 'ada'), 'target-config'],
    ['env-e-target-configs', 'target-configs'],
    [redisKeys.streamState, 'stream-health'],
    [redisKeys.complete, 'other'],
  ])('of %s is %s', (key, kind) => {
    expect(kindOfKey(key)).toBe(kind);
  });
});
