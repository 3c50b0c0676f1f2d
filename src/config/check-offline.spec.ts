import { loadConfig } from './load-config.js';

const secret = { AUTH_SECRET: 'a-secret-of-enough-length' };

describe('an offline relay', () => {
  it('has files for its upstream, and needs neither a proxy key nor a directory of its own choice', () => {
    expect(loadConfig({ ...secret, OFFLINE: 'true' }, [])).toMatchObject({ warnings: [], config: { role: 'single', upstream: 'files', offline: { configDir: '/config' } } });
  });

  it('is a primary with Redis, for replicas to follow', () => {
    const { config } = loadConfig({ ...secret, OFFLINE: 'true', CONFIG_DIR: '/srv/flags', REDIS_ADDRESS: 'localhost:6379' }, []);

    expect(config).toMatchObject({ role: 'primary', upstream: 'files', offline: { configDir: '/srv/flags' } });
  });

  it.each([
    [{ FORWARD_TARGETS: 'true' }, 'FORWARD_TARGETS: has no effect with OFFLINE'],
    [{ READ_REPLICA: 'true', REDIS_ADDRESS: 'localhost:6379' }, 'OFFLINE: has no effect with READ_REPLICA: a replica serves what its primary wrote'],
  ])('warns of what means nothing to it: %j', (env, warning) => {
    expect(loadConfig({ ...secret, OFFLINE: 'true', ...env }, []).warnings).toContain(warning);
  });
});
