import { describeConfig } from './describe-config.js';
import { loadConfig } from './load-config.js';
import { maskSecret } from './mask-secret.js';

describe('describeConfig', () => {
  it('shows the effective settings with secrets masked', () => {
    const { config } = loadConfig({ PROXY_KEY: 'd8ba3e2f-3993', AUTH_SECRET: 'short', PORT: '7000', HTTPS_PROXY: 'http://user:word@proxy:3128', HTTP_PROXY: 'proxy:3128' }, []);

    expect(describeConfig(config)).toEqual({
      ...config,
      proxyKey: 'd8ba***',
      authSecret: '***',
      saas: { ...config.saas, outbound: { httpsProxy: 'http://***@proxy:3128', httpProxy: 'http://proxy:3128', caFiles: [] } },
    });
  });
});

describe('maskSecret', () => {
  it.each([['', '***'], ['a', '***'], ['1234567', '***'], ['12345678', '1234***'], ['d8ba3e2f-3993-4ae1', 'd8ba***']])('shows %j as %s', (secret, masked) => {
    expect(maskSecret(secret)).toBe(masked);
  });
});
