import { parseReadPath } from './read-path.js';

const whole = { environment: 'env-1', kind: 'feature-configs', identifier: undefined, rules: undefined };

describe('the path of a read', () => {
  it.each([
    ['/client/env/env-1/feature-configs', whole],
    ['/client/env/env-1/feature-configs?cluster=2', whole],
    ['/client/env/env-1/feature-configs/flag-1?cluster=1', { ...whole, identifier: 'flag-1' }],
    ['/client/env/env-1/target-segments?cluster=1&rules=v2', { ...whole, kind: 'target-segments', rules: 'v2' }],
    ['/client/env/env-1/target-segments?rules=v2', { ...whole, kind: 'target-segments', rules: 'v2' }],
  ])('has its parts when it is as SDKs write it: %s', (url, parts) => {
    expect(parseReadPath(url)).toEqual(parts);
  });

  it.each([
    '/client/env/env-1/feature-configs/',
    '/client/env/env%2D1/feature-configs',
    '/client/env/env-1/feature-configs/a%20b',
    '/client/env/env-1/target-segments?rules=v2&rules=v1',
    '/client/env/env-1/target-segments?rules=v%32',
    '/client/env//feature-configs',
    '/client/env/env-1/target/bob/evaluations',
    '/client/auth',
    '',
  ])('is left to the router in any other form: %s', (url) => {
    expect(parseReadPath(url)).toBeUndefined();
  });
});
