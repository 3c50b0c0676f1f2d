import { loadConfig } from './load-config.js';
import { notYet } from './not-yet.js';

const required = { PROXY_KEY: 'd8ba3e2f-3993-4ae1-9bc9-014f5ec68273', AUTH_SECRET: 'a-secret-of-enough-length' };

/** For each setting a value that asks for its feature and, where there is one, a value that does not. */
const asking: Readonly<Record<string, readonly [asks: string, doesNot?: string]>> = {
  SNAPSHOT_DIR: ['/snapshot'],
};

it('covers every setting that is refused', () => {
  expect(notYet.map(({ setting }) => setting.variable)).toEqual(Object.keys(asking));
});

describe.each(notYet.map(({ setting, feature }) => [setting.variable, feature] as const))('%s, which asks for %s', (variable, feature) => {
  const [asks, doesNot] = asking[variable] ?? [];

  it('stops the start with that one fault', () => {
    const flag = `--${variable.toLowerCase().replaceAll('_', '-')}=${asks}`;

    const error = expect.objectContaining({ faults: [`${variable}: ${feature} is not part of this version`] });
    expect(() => loadConfig({ ...required, [variable]: asks }, [])).toThrow(error);
    expect(() => loadConfig(required, [flag])).toThrow(error);
  });

  if (doesNot !== undefined) {
    it('is accepted at its default', () => {
      expect(loadConfig({ ...required, [variable]: doesNot }, []).warnings).toEqual([]);
    });
  }
});

it('validates what it does not use yet', () => {
  const env = { ...required, REDIS_ADDRESS: 'localhost', REDIS_DB: '-1', FLAG_POLL_INTERVAL: '0', ADMIN_SERVICE: 'admin', PPROF: 'yes' };

  expect(() => loadConfig(env, [])).toThrow(
    expect.objectContaining({ faults: ['REDIS_ADDRESS', 'REDIS_DB', 'ADMIN_SERVICE', 'FLAG_POLL_INTERVAL', 'PPROF'].map((name) => expect.stringMatching(`^${name}: expected `)) }),
  );
});
