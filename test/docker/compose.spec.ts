import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load-config.js';
import type { Setting } from '../../src/config/setting.js';
import { settings } from '../../src/config/settings.js';
import { composeFile, environmentOf, type ComposeService } from './compose-file.js';

const folder = 'docker';
const files = readdirSync(folder).filter((name) => /^compose\..*\.yaml$/.test(name));
const known: readonly Setting<unknown>[] = Object.values(settings);
const given = { PROXY_KEY: 'a-proxy-key', AUTH_SECRET: 'a-secret-of-some-length', REDIS_PASSWORD: 'a-password' };

/** What the image sets by itself. */
const ofTheImage = { NODE_ENV: 'production', PORT: '7000' };

const isRelay = ({ build }: ComposeService) => build === '..';
const relaysIn = (file: string) => Object.entries(composeFile(join(folder, file)).services).filter(([, service]) => isRelay(service));

it('there is a compose file for each way to run the relay', () => {
  expect(files).toEqual(expect.arrayContaining(['compose.single.yaml', 'compose.ha.yaml', 'compose.cluster.yaml', 'compose.tls.yaml', 'compose.monitoring.yaml']));
});

describe.each(files)('%s', (file) => {
  const { services, volumes = {} } = composeFile(join(folder, file));

  it('starts at least one relay, with settings that exist and are valid', () => {
    expect(relaysIn(file).length).toBeGreaterThan(0);
    for (const [, service] of relaysIn(file)) {
      const environment = environmentOf(service, given);
      const unknown = Object.keys(environment).filter((name) => !known.some(({ variable }) => variable === name));
      expect(unknown).toEqual([]);

      const { warnings } = loadConfig({ ...ofTheImage, ...environment }, []);
      expect(warnings).toEqual([]);
    }
  });

  it('asks for every secret instead of having one', () => {
    for (const [, service] of relaysIn(file)) {
      expect(() => environmentOf(service, {})).toThrow('is not given');
      for (const { variable } of known.filter(({ secret }) => secret)) expect(String(service.environment?.[variable] ?? '${}')).toMatch(/^\$\{/);
    }
  });

  it('mounts what exists, and waits for services that exist', () => {
    for (const service of Object.values(services)) {
      for (const mount of service.volumes ?? []) {
        const [source = ''] = mount.split(':');
        expect([source, source.startsWith('.') ? existsSync(join(folder, source)) : source in volumes]).toEqual([source, true]);
      }
      const { depends_on: needed = [] } = service;
      for (const name of Array.isArray(needed) ? needed : Object.keys(needed)) expect(Object.keys(services)).toContain(String(name));
    }
  });

  it('names its nodes as the balancer knows them', () => {
    if (!('balancer' in services)) return;
    const nginx = readFileSync(join(folder, 'nginx/balancer.conf'), 'utf8');
    const named = [...nginx.matchAll(/server ([\w-]+):7000/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(1);
    for (const name of named) expect(relaysIn(file).map(([service]) => service)).toContain(name);
  });
});
