import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { FilesOnDisk } from '../../../../test/support/files-on-disk.js';
import { aFeatureConfig } from '../../../../test/support/feature-config.builder.js';
import { aSegment } from '../../../../test/support/segment.builder.js';
import { faultText } from './fault-text.js';
import { readDirectory } from './read-directory.js';

const hash = (key: string) => createHash('sha256').update(key).digest('hex');

describe('a directory of offline configuration', () => {
  let disk: FilesOnDisk;

  beforeEach(() => {
    disk = new FilesOnDisk();
  });

  afterEach(() => disk.remove());

  const read = async () => {
    const { environments, faults } = await readDirectory(disk.path);
    return { environments, faults: faults.map((fault) => faultText(fault).replace(`${disk.path}/`, '')) };
  };
  const ids = async () => (await read()).environments.map(({ config }) => config.id).toSorted();

  describe('that is sound', () => {
    afterEach(async () => expect((await read()).faults).toEqual([]));

    it('gives flags, groups, keys and targets, each item with its own text', async () => {
      const flag = '{ "feature":"a","state":"on", "version":7,"unknown":12345678901234567890 }';
      disk.write('env-one/feature_config.json', `[${flag},\n${JSON.stringify(aFeatureConfig({ feature: 'b' }))}]`);
      disk.write('env-one/segments.json', [aSegment({ identifier: 's', version: 3 })]);
      disk.write('env-one/auth_config.json', [hash('key').toUpperCase(), `auth-key-${hash('other')}`, hash('key')]);
      disk.write('env-one/targets.json', [{ identifier: 'bob', name: '', attributes: null }, { identifier: 'ann', name: 'Ann', anonymous: true, attributes: { age: 3 } }]);
      disk.write('env-one/README.md', 'nobody reads this');

      const [environment] = (await read()).environments;

      expect(environment?.config).toMatchObject({ id: 'one', authKeys: [hash('key'), hash('other')], segments: [{ identifier: 's', version: 3 }] });
      expect(environment?.config.featureConfigs[0]).toEqual({ identifier: 'a', version: 7, json: flag });
      expect(environment?.targets).toEqual([
        { identifier: 'bob', name: 'bob', attributes: {} },
        { identifier: 'ann', name: 'Ann', anonymous: true, attributes: { age: 3 } },
      ]);
    });

    it.each(['null', ' null\n', '[]', '\uFEFF[]'])('takes %j for an empty list, as it does a missing file', async (text) => {
      for (const part of ['feature_config', 'segments', 'auth_config']) disk.write(`env-one/${part}.json`, text);

      expect((await read()).environments).toEqual([
        { directory: disk.at('env-one'), config: { id: 'one', featureConfigs: [], segments: [], authKeys: [] }, targets: [] },
      ]);
    });

    it('takes null lists within items, as the reference writes them', async () => {
      disk.write('env-one/feature_config.json', [{ ...aFeatureConfig(), rules: null, prerequisites: null, variationToTargetMap: null }]);
      disk.write('env-one/segments.json', [{ identifier: 's', included: null, excluded: null, rules: null, servingRules: null }]);

      expect((await read()).environments[0]?.config).toMatchObject({ featureConfigs: [{ identifier: 'dark-mode' }], segments: [{ identifier: 's', version: 0 }] });
    });

    it('finds environments at any depth, whatever their ids, and passes over what is hidden', async () => {
      for (const directory of ['env-0193ed2c-4f88-4f32', 'a/b/env-production, Zürich', 'env-group/env-inner', '.git/env-hidden', '..data/env-mounted']) {
        disk.write(`${directory}/feature_config.json`, '[]');
      }
      mkdirSync(disk.at('env-bare'));

      expect(await ids()).toEqual(['0193ed2c-4f88-4f32', 'bare', 'inner', 'production, Zürich']);
    });

    it('is an environment itself when it is called like one and has its files', async () => {
      disk.write('env-one/feature_config.json', '[]');
      const { environments } = await readDirectory(disk.at('env-one'));

      expect(environments.map(({ config }) => config.id)).toEqual(['one']);
    });

    it('loads once what Kubernetes mounts by symbolic links', async () => {
      disk.write('..2026_01/env-one/feature_config.json', [aFeatureConfig()]);
      symlinkSync('..2026_01', disk.at('..data'));
      symlinkSync('..data/env-one', disk.at('env-one'));

      expect(await ids()).toEqual(['one']);
    });

    it('ends where links lead in a circle', async () => {
      disk.write('a/env-one/feature_config.json', '[]');
      symlinkSync('..', disk.at('a/up'));

      expect(await ids()).toEqual(['one']);
    });

    it('takes what an update put aside while its successor is not there yet', async () => {
      disk.write('env-one/feature_config.json', [aFeatureConfig()]);
      renameSync(disk.at('env-one'), disk.at('.env-one.old'));
      expect(await ids()).toEqual(['one']);

      disk.write('env-one/feature_config.json', [aFeatureConfig({ feature: 'new' })]);
      expect((await read()).environments.map(({ config }) => config.featureConfigs[0]?.identifier)).toEqual(['new']);
    });

    it('says the same in YAML', async () => {
      disk.write(
        'env-one/feature_config.yaml',
        `# by hand
- &dark
  feature: dark-mode
  kind: boolean
  state: on
  version: 12345678901234567890
  variations: &both
    - {identifier: true, value: true}
    - {identifier: no, value: 010}
  defaultServe: {variation: true}
  offVariation: no
  rules:
    - ruleId: 1
      priority: 2
      clauses: [{attribute: plan, op: in, values: [1, 2.50, true]}]
      serve: {distribution: {bucketBy: identifier, variations: [{variation: true, weight: 50}, {variation: no, weight: 50}]}}
- {<<: *dark, feature: 42}
`,
      );
      disk.write('env-one/segments.yml', 'null');
      disk.write('env-one/auth_config.yaml', `- ${'1'.repeat(64)}\n- ${'1'.repeat(31)}e${'2'.repeat(32)}\n`);
      disk.write('env-one/targets.yaml', '- {identifier: 7, attributes: {value: 3, name: 4}}\n# the end\n');

      const [environment] = (await read()).environments;

      const [dark, other] = environment?.config.featureConfigs ?? [];
      expect(JSON.parse(dark?.json ?? '')).toMatchObject({
        feature: 'dark-mode',
        state: 'on',
        variations: [{ identifier: 'true', value: 'true' }, { identifier: 'no', value: '010' }],
        defaultServe: { variation: 'true' },
        rules: [{ ruleId: '1', priority: 2, clauses: [{ values: ['1', '2.50', 'true'] }], serve: { distribution: { variations: [{ variation: 'true', weight: 50 }, {}] } } }],
      });
      expect(dark?.json).toContain('"version":12345678901234567890');
      expect(other?.identifier).toBe('42');
      expect(environment?.config.authKeys).toEqual(['1'.repeat(64), `${'1'.repeat(31)}e${'2'.repeat(32)}`]);
      expect(environment?.targets).toEqual([{ identifier: '7', name: '7', attributes: { value: 3, name: 4 } }]);
    });
  });

  it.each([
    ['feature_config.json', '[{"feature":"a"},\n  {"feature":"b",}]', ':2:18: expected a key in double quotes'],
    ['feature_config.json', '[{"feature":"a"}\n{"feature":"b"}]', ':2:1: expected a comma or ]'],
    ['feature_config.json', '[{"feature":"a"', ':1:16: expected a comma or }'],
    ['feature_config.json', '[{"feature":"a\nb"}]', ':1:13: expected a value'],
    ['feature_config.json', '[{"feature":"a","x":01}]', ':1:21: expected a value'],
    ['feature_config.json', '[]\n[]', ':2:1: expected the end of the file'],
    ['feature_config.json', '\n {"flags": []}', ':2:2: expected a list'],
    ['feature_config.json', ' \n', ': is empty: expected a list, [] where nothing is meant'],
    ['feature_config.json', '[3]', ':1:2: entry 1: expected an object'],
    ['feature_config.json', '[{"feature":""}]', ':1:2: entry 1: feature: expected text'],
    ['feature_config.json', '[{"feature":"a"},\n{"feature":"a"}]', ':2:1: entry 2 (a): feature: stands here for the second time'],
    ['feature_config.json', '[{"feature":"a","state":true}]', ':1:2: entry 1 (a): state: expected "on" or "off"'],
    ['feature_config.json', '[{"feature":"a","rules":{}}]', ':1:2: entry 1 (a): rules: expected a list'],
    ['feature_config.json', '[{"feature":"a","variations":["true"]}]', ':1:2: entry 1 (a): variations[0]: expected an object'],
    ['feature_config.json', '[{"feature":"a","variations":[{"identifier":"t","value":true}]}]', ':1:2: entry 1 (a): variations[0].value: expected text, in quotes'],
    ['feature_config.json', '[{"feature":"a","version":"3"}]', ':1:2: entry 1 (a): version: expected a number'],
    ['feature_config.yaml', '- feature: a\n   state: on\n', ':1:12: Nested mappings'],
    ['feature_config.yaml', '- {feature: a}\n- {feature: *nowhere}\n', ':2:3: Unresolved alias'],
    ['feature_config.yaml', 'feature: a\n', ':1:1: expected a list'],
    ['feature_config.yaml', '- {feature: a}\n- {feature: b, weight: .inf}\n', ':2:3: a number that JSON cannot hold'],
    ['segments.json', '[{"identifier":"s","included":"bob"}]', ':1:2: entry 1 (s): included: expected a list'],
    ['targets.json', '[{"identifier":"bob","attributes":[]}]', ':1:2: entry 1: attributes: expected an object'],
    ['targets.json', '[{"name":"Bob"}]', ':1:2: entry 1: identifier: expected text'],
    ['auth_config.json', '["an-sdk-key-in-the-clear"]', ':1:2: entry 1: expected the SHA-256 of an SDK key, 64 hexadecimal digits'],
  ])('names file and place of what is wrong: %s with %j', async (file, text, problem) => {
    disk.write('env-sound/feature_config.json', '[]');
    disk.write(`env-one/${file}`, text);

    expect((await read()).faults).toEqual([expect.stringContaining(`env-one/${file}${problem}`)]);
  });

  it('tells every fault at once, and repeats nothing that may be secret', async () => {
    disk.write('env-one/auth_config.json', '["sdk-key-1","sdk-key-2"]');
    disk.write('env-one/feature_config.json', '[');
    disk.write('env-two/segments.json', '{}');

    const { faults } = await read();

    expect(faults).toHaveLength(4);
    expect(faults.join()).not.toContain('sdk-key');
  });

  it('refuses what is there twice', async () => {
    disk.write('env-one/feature_config.json', '[]');
    disk.write('env-one/feature_config.yaml', '[]');
    disk.write('b/env-two/feature_config.json', '[]');
    disk.write('c/env-two/feature_config.json', '[]');

    expect((await read()).faults).toEqual([
      `c/env-two: describes the environment two, as ${disk.at('b/env-two')} does`,
      'env-one/feature_config.yaml: feature_config is there twice, and it cannot be known which one counts',
    ]);
  });

  it('refuses a key that opens two environments', async () => {
    for (const environment of ['one', 'two']) disk.write(`env-${environment}/auth_config.json`, [hash('key')]);

    expect((await read()).faults).toEqual(['env-two: has an SDK key that the environment one has as well']);
  });

  it('refuses bytes that are no UTF-8', async () => {
    disk.write('env-one/segments.json', '');
    writeFileSync(disk.at('env-one/segments.json'), Buffer.from([0x5b, 0x0a, 0x20, 0xff, 0x5d]));

    expect((await read()).faults).toEqual(['env-one/segments.json:2:2: is not UTF-8 from here on']);
  });

  it('opens nothing but regular files', async () => {
    disk.write('env-one/feature_config.json', '[]');
    mkdirSync(disk.at('env-one/segments.json'));
    execFileSync('mkfifo', [disk.at('env-one/targets.json')]);

    expect((await read()).faults).toEqual(['env-one/segments.json: is no regular file', 'env-one/targets.json: is no regular file']);
  });

  it('has a fault when it is empty, a file, or not there', async () => {
    expect((await read()).faults).toEqual([`${disk.path}: holds no environment: expected directories called env-<environment id>`]);

    disk.write('file', '');
    const problems = await Promise.all([disk.at('file'), disk.at('nowhere')].map(async (path) => (await readDirectory(path)).faults[0]?.problem));
    expect(problems).toEqual(['is no directory, or lies below something that is none', 'is not there']);
  });
});
