import { describeConfig } from './describe-config.js';
import { InvalidConfiguration } from './invalid-configuration.js';
import { loadConfig } from './load-config.js';
import type { Setting } from './setting.js';
import { settings } from './settings.js';

const secret = 'hunter2-very-secret-value';
const all: readonly Setting<unknown>[] = Object.values(settings);
const secretVariables = all.filter((setting) => setting.secret).map(({ variable }) => variable);

/** Everything that loading these settings would show anybody. */
function shown(env: Readonly<Record<string, string>>, argv: readonly string[] = [], readFile: () => string = () => secret): string {
  try {
    const { config, warnings } = loadConfig(env, argv, readFile);
    return JSON.stringify([warnings, describeConfig(config)]);
  } catch (error) {
    if (error instanceof InvalidConfiguration) return JSON.stringify([error.message, error.stack, error.faults]);
    throw error;
  }
}

it('knows the secrets of the relay', () => {
  expect(secretVariables).toEqual(['PROXY_KEY', 'AUTH_SECRET', 'REDIS_PASSWORD', 'API_KEYS', 'ADMIN_SERVICE_TOKEN']);
});

describe('nothing shown contains a secret', () => {
  it('when every secret of this version is valid', () => {
    const text = shown({ PROXY_KEY: secret, AUTH_SECRET: secret, HTTPS_PROXY: `http://u:${secret}@p:1`, HTTP_PROXY: `${secret}@p:1` });

    expect(text).toContain('hunt***');
    expect(text).not.toContain('hunter');
  });

  it('when a secret is short', () => {
    expect(shown({ PROXY_KEY: 'hunter', AUTH_SECRET: 'hunter' })).not.toContain('hunt');
  });

  it.each(secretVariables)('when %s is set beside other faults', (variable) => {
    const flag = `--${variable.toLowerCase().replaceAll('_', '-')}`;

    expect(shown({ PORT: 'x', [variable]: secret })).not.toContain('hunt');
    expect(shown({ PORT: 'x' }, [flag, secret])).not.toContain('hunt');
    expect(shown({ PORT: 'x', [`${variable}_FILE`]: '/file' })).not.toContain('hunt');
    expect(shown({ PORT: 'x', [variable]: `${secret} \n` })).not.toContain('hunt');
  });

  it.each(all.map(({ variable }) => variable))('when a secret stands in %s by mistake', (variable) => {
    const flag = `--${variable.toLowerCase().replaceAll('_', '-')}`;

    expect(shown({ PORT: 'x', [variable]: ` ${secret}` })).not.toContain('hunt');
    expect(shown({ PORT: 'x' }, [`${flag}= ${secret}`])).not.toContain('hunt');
  });

  it.each([[[secret]], [['--offline', secret]], [[`-${secret}`]], [['--no-such-flag', secret]], [[`--no-such-flag=${secret}`]]])('when a secret is a stray argument: %j', (argv) => {
    expect(shown({}, argv)).not.toContain('hunt');
  });

  it('when a file cannot be read and the error of the system quotes its path', () => {
    const readFile = (): string => {
      throw Object.assign(new Error(`ENOENT: ${secret}`), { code: 'ENOENT' });
    };

    expect(shown({ PROXY_KEY_FILE: secret }, [], readFile)).not.toContain('hunt');
  });
});
