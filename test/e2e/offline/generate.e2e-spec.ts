import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { pino } from 'pino';
import { loadConfig } from '../../../src/config/load-config.js';
import { generate } from '../../../src/generate.js';
import { NoTracing } from '../../../src/kernel/no-tracing.js';
import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { FilesOnDisk } from '../../support/files-on-disk.js';
import { aRelay, aRelayWith } from '../../support/relay.js';
import { runRelay } from '../../support/run-relay.js';
import { until } from '../../support/until.js';
import { anSdk } from '../streaming/an-sdk.js';

/** A disk that is full needs one of its own. */
const canMount = spawnSync('unshare', ['--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;

jest.setTimeout(30_000);

describe('generating offline configuration', () => {
  const [production, staging] = sampleConfiguration;
  let saas: StandInSaas;
  let disk: FilesOnDisk;

  beforeEach(async () => {
    saas = await StandInSaas.start();
    for (const environment of sampleConfiguration) saas.addEnvironment(environment);
    disk = new FilesOnDisk();
  });

  afterEach(async () => {
    await saas.close();
    disk.remove();
  });

  const settings = (env: Record<string, string> = {}) => ({
    GENERATE_OFFLINE_CONFIG: 'true',
    CONFIG_DIR: disk.path,
    PROXY_KEY: saas.proxyKey,
    CLIENT_SERVICE: saas.clientUrl,
    AUTH_SECRET: 'a-secret-for-tests-only',
    ...env,
  });
  const run = (env: Record<string, string> = {}) => generate(loadConfig(settings(env), []).config, pino({ enabled: false }), new NoTracing());

  /** Every file below, hidden ones too, with its content. */
  const tree = (directory = disk.path): Record<string, string> =>
    Object.fromEntries(
      readdirSync(directory, { recursive: true, encoding: 'utf8' })
        .filter((name) => lstatSync(join(directory, name)).isFile())
        .map((name) => [name, readFileSync(join(directory, name), 'utf8')]),
    );
  const json = (name: string) => JSON.parse(readFileSync(disk.at(name), 'utf8')) as unknown[];

  it('writes a directory that an offline relay serves exactly as an online one does', async () => {
    const { code, stderr } = await runRelay(settings());
    expect([code, stderr]).toEqual([0, '']);

    const online = await aRelay(saas);
    const offline = await aRelayWith({ OFFLINE: 'true', CONFIG_DIR: disk.path });
    const answers = async (url: string) => {
      const sdk = await until(() => anSdk(url, production.sdkKeys[0]));
      const paths = ['feature-configs', 'target-segments', 'target-segments?rules=v2', 'target/ada/evaluations'];
      return Promise.all(paths.map(async (path) => (await fetch(`${url}/client/env/${sdk.environment}/${path}`, { headers: sdk.headers })).text()));
    };
    expect(await answers(offline.url)).toEqual(await answers(online.url));
    await offline.close();
    await online.close();
  }, 60_000);

  it('writes hashes of keys and no keys, for nobody else to read', async () => {
    await run();

    const files = Object.keys(tree());
    expect(files.toSorted()).toEqual(
      [production, staging].flatMap(({ id }) => ['README.md', 'auth_config.json', 'feature_config.json', 'segments.json', 'targets.json'].map((file) => `env-${id}/${file}`)).toSorted(),
    );
    for (const file of files) expect(statSync(disk.at(file)).mode & 0o777).toBe(0o600);
    expect(json(`env-${production.id}/auth_config.json`)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(json(`env-${production.id}/targets.json`)).toEqual([]);
    for (const key of [...production.sdkKeys, saas.proxyKey]) expect(Object.values(tree()).join()).not.toContain(key);
    expect(tree()[`env-${staging.id}/README.md`]).toContain(`${staging.flags.length} flags`);
  });

  it('keeps numbers of any size and fields nobody knows', async () => {
    const text = '{ "feature":"big","version":12345678901234567890,"unknown":{"x":[1.0]} }';
    saas.addEnvironment({ id: 'big', flags: [text], segments: null });

    await run();

    expect(readFileSync(disk.at('env-big/feature_config.json'), 'utf8')).toContain(text);
    expect(json('env-big/segments.json')).toEqual([]);
  });

  it('replaces each environment where it is, removes those that are gone, and leaves everything else', async () => {
    disk.write(`team/env-${production.id}/feature_config.json`, []);
    disk.write(`team/env-${production.id}/targets.json`, [{ identifier: 'bob', attributes: { plan: 'gold' } }]);
    disk.write('env-removed/auth_config.json', ['a'.repeat(64)]);
    disk.write('notes.txt', 'kept');
    // Left by a writer that was killed.
    disk.write(`.env-${staging.id}.old/feature_config.json`, []);
    disk.write('.ff-relay-00000000-0000-0000-0000-000000000000/env-half/feature_config.json', '[');

    await run();
    await run();

    expect(readdirSync(disk.path).toSorted()).toEqual([`env-${staging.id}`, 'notes.txt', 'team']);
    expect(readdirSync(disk.at('team'))).toEqual([`env-${production.id}`]);
    expect(json(`team/env-${production.id}/feature_config.json`)).toHaveLength(production.flags.length);
    expect(json(`team/env-${production.id}/targets.json`)).toMatchObject([{ identifier: 'bob', attributes: { plan: 'gold' } }]);
  });

  describe('that fails', () => {
    let before: Record<string, string>;

    beforeEach(async () => {
      await run();
      before = tree();
      saas.putFlag(production.id, aFeatureConfig({ feature: 'new' }));
    });

    const untouched = async (env: Record<string, string>, reason: string | RegExp) => {
      await expect(run(env)).rejects.toMatchObject({ code: 'GENERATION_FAILED', message: expect.stringMatching(reason) as string });
      expect(tree()).toEqual(before);
      expect(readdirSync(disk.path).filter((name) => name.startsWith('.'))).toEqual([]);
    };

    it('leaves the directory as it was when the key is refused', () => {
      saas.deleteProxyKey();
      return untouched({}, /refused \/proxy\/auth with status 40[13]/);
    });

    it('leaves the directory as it was when SaaS fails midway', () => {
      saas.fail({ path: '/proxy/config', status: 500 });
      return untouched({}, /\/proxy\/config with status 500/);
    });

    it('leaves the directory as it was when no environment is left', () => {
      for (const { id } of sampleConfiguration) saas.removeEnvironment(id);
      return untouched({}, 'the credentials open no environment');
    });

    it('leaves the directory as it was when an id cannot be the name of a directory', () => {
      saas.addEnvironment({ id: '../../etc' });
      return untouched({}, 'its id is no name for a directory');
    });

    it('leaves a directory as it was that has one environment twice', () => {
      disk.write(`b/env-${staging.id}/feature_config.json`, '[]');
      before = tree();
      return untouched({}, /describes the environment .* to be put right by hand/);
    });

    it('says so in one line and with the exit code: SaaS away', async () => {
      await saas.refuseConnections();

      const { code, stderr } = await runRelay(settings());

      expect(code).toBe(1);
      expect(stderr).toMatch(/^The offline configuration was not generated: [^\n]+\n$/);
      expect(tree()).toEqual(before);
    }, 60_000);

    it('says so in one line and with the exit code: a directory below a file', async () => {
      disk.write('file', '');

      const { code, stderr } = await runRelay(settings({ CONFIG_DIR: disk.at('file/config') }));

      expect([code, stderr]).toEqual([1, `The offline configuration was not generated: ${disk.at('file/config')} cannot be written: it is no directory, or lies below something that is none\n`]);
    }, 60_000);

    const fullDisk = () => it('leaves the directory as it was when the disk is full', async () => {
      saas.putFlag(production.id, aFeatureConfig({ feature: 'large', description: 'x'.repeat(300_000) }));
      const small = disk.at('small');
      mkdirSync(small);
      const listing = `{ cd ${small} && find . -type f | sort | xargs cat | cksum; }`;
      const script = `mount -t tmpfs -o size=256k tmpfs ${small} && cp -r ${disk.path}/env-* ${small}/ && ${listing} && { "$@"; code=$?; }; ${listing}; ls -A ${small}; exit $code`;

      const { code, stdout, stderr } = await runRelay(settings({ CONFIG_DIR: small }), [], { wrapped: ['unshare', '--map-root-user', '--mount', 'sh', '-c', script, 'sh'] });

      const lines = stdout.split('\n').filter((line) => !line.startsWith('{'));
      expect([code, stderr]).toEqual([1, `The offline configuration was not generated: ${small} cannot be written: no space is left on the device\n`]);
      expect(lines[0]).toBe(lines[1]);
      expect(lines.slice(2, -1).toSorted()).toEqual(sampleConfiguration.map(({ id }) => `env-${id}`).toSorted());
    }, 60_000);
    if (canMount) fullDisk();
  });
});
