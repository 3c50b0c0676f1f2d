import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { InvalidConfiguration } from './invalid-configuration.js';
import { loadConfig } from './load-config.js';

const files: Readonly<Record<string, string>> = {
  '/key': 'key-from-file\n',
  '/secret': 'a secret with blanks\r\n',
  '/two-ends': 'a secret with an end\n\n',
  '/empty': '\n',
  '/not-a-token': 'k e y',
};

function readFile(path: string): string {
  const text = files[path];
  if (text === undefined) throw Object.assign(new Error(`no such file ${path}`), { code: 'ENOENT' });
  return text;
}

function faultsOf(env: Readonly<Record<string, string>>, argv: readonly string[] = []): readonly string[] {
  try {
    loadConfig(env, argv, readFile);
  } catch (error) {
    if (error instanceof InvalidConfiguration) return error.faults;
    throw error;
  }
  return [];
}

describe('a secret from a file', () => {
  it('is the text of the file without its last line end', () => {
    const { config } = loadConfig({ PROXY_KEY_FILE: '/key', AUTH_SECRET_FILE: '/secret' }, [], readFile);

    expect(config).toMatchObject({ proxyKey: 'key-from-file', authSecret: 'a secret with blanks' });
  });

  it('is the password of Redis', () => {
    const env = { PROXY_KEY: 'k', REDIS_ADDRESS: 'redis:6379', REDIS_PASSWORD_FILE: '/secret' };

    expect(loadConfig(env, [], readFile).config.redis?.password).toBe('a secret with blanks');
  });

  it('loses one line end only', () => {
    expect(loadConfig({ PROXY_KEY: 'k', AUTH_SECRET_FILE: '/two-ends' }, [], readFile).config.authSecret).toBe('a secret with an end\n');
  });

  it('can be named by a flag, under the variable', () => {
    expect(loadConfig({ PROXY_KEY_FILE: '/key' }, ['--proxy-key-file=/nowhere'], readFile).config.proxyKey).toBe('key-from-file');
  });

  it('comes from the disk unless told otherwise', () => {
    const directory = mkdtempSync(join(tmpdir(), 'relay-config-'));
    try {
      writeFileSync(join(directory, 'key'), 'key-on-disk\n');

      expect(loadConfig({ PROXY_KEY_FILE: join(directory, 'key') }, []).config.proxyKey).toBe('key-on-disk');
      expect(() => loadConfig({ PROXY_KEY_FILE: join(directory, 'nowhere') }, [])).toThrow('PROXY_KEY_FILE: expected a file that can be read (ENOENT)');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('is not looked for when the variable is empty', () => {
    expect(loadConfig({ PROXY_KEY: 'k', PROXY_KEY_FILE: '' }, ['--auth-secret-file='], readFile).config.proxyKey).toBe('k');
  });

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ['PROXY_KEY_FILE: expected either this or PROXY_KEY, not both', { PROXY_KEY: 'k', PROXY_KEY_FILE: '/key' }, []],
    ['PROXY_KEY_FILE (--proxy-key-file): expected either this or PROXY_KEY, not both', { PROXY_KEY: 'k' }, ['--proxy-key-file', '/key']],
    ['PROXY_KEY_FILE: expected a file that can be read (ENOENT)', { PROXY_KEY_FILE: '/nowhere' }, []],
    ['PROXY_KEY_FILE: expected a file that is not empty', { PROXY_KEY_FILE: '/empty' }, []],
    ['PROXY_KEY_FILE: expected visible ASCII characters without blanks', { PROXY_KEY_FILE: '/not-a-token' }, []],
    ['AUTH_SECRET_FILE: expected a file that can be read (ENOENT)', { PROXY_KEY: 'k', AUTH_SECRET_FILE: '/nowhere', NODE_ENV: 'production' }, []],
    ['API_KEYS_FILE: expected a comma-separated list, each item of visible ASCII characters without blanks', { API_KEYS_FILE: '/not-a-token' }, []],
    ['ADMIN_SERVICE_TOKEN_FILE: expected a file that can be read (ENOENT)', { PROXY_KEY: 'k', ADMIN_SERVICE_TOKEN_FILE: '/nowhere' }, []],
  ])('stops with "%s"', (fault, env, argv) => {
    expect(faultsOf(env, argv)).toEqual([fault]);
  });
});
