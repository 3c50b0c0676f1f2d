import { run } from '../../../src/cli/run.js';
import { sampleConfiguration } from '../../saas/sample-configuration.mjs';
import { aFeatureConfig } from '../../support/feature-config.builder.js';
import { FilesOnDisk } from '../../support/files-on-disk.js';
import { offlineEnvironment } from '../../support/offline-environment.js';
import { aRelayWith } from '../../support/relay.js';
import { aSegment } from '../../support/segment.builder.js';

const [production] = sampleConfiguration;

jest.setTimeout(30_000);

describe('the command-line tool', () => {
  const disks: FilesOnDisk[] = [];
  const aDisk = (files: Record<string, unknown>) => {
    const disk = new FilesOnDisk(files);
    disks.push(disk);
    return disk;
  };
  const sample = () => aDisk(offlineEnvironment('env-one', { ...production, targets: [{ identifier: 'gretel', attributes: { country: 'DE' } }] }));

  afterEach(() => {
    for (const disk of disks.splice(0)) disk.remove();
  });

  const cli = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(args, {});
    return { code, text: `${stdout}${stderr}`, json: args.includes('--json') ? (JSON.parse(stdout) as Record<string, unknown>) : {} };
  };

  it('tells how it is used', async () => {
    const { code, text } = await cli('--help');

    expect(code).toBe(0);
    for (const command of ['validate <dir>', 'diff <dirA> <dirB>', 'evaluate <dir>', 'health']) expect(text).toContain(`ff-relay ${command}`);
    for (const args of [[], ['frobnicate'], ['validate'], ['diff', 'one'], ['validate', 'a', '--unknown']]) expect((await cli(...args)).code).toBe(2);
  });

  it('validates: all faults with their places, and what is probably not meant', async () => {
    const disk = sample();
    expect(await cli('validate', disk.path)).toMatchObject({ code: 0, text: `environment one: ${production.flags.length} flags, ${production.segments.length} groups, 2 keys, 1 targets\nvalid\n` });

    disk.write('env-one/auth_config.json', []);
    expect(await cli('validate', disk.path)).toMatchObject({ code: 0, text: expect.stringContaining('warning: ') as string });
    expect((await cli('validate', disk.path, '--strict')).code).toBe(1);

    disk.write('env-one/segments.json', '[\n{]');
    disk.write('env-two/feature_config.json', [aFeatureConfig({ offVariation: 'gone', prerequisites: [{ feature: 'nowhere', variations: [] }] })]);
    const { code, json } = await cli('validate', disk.path, '--json');
    expect(code).toBe(1);
    expect(json).toMatchObject({ valid: false, faults: [`${disk.at('env-one/segments.json')}:2:2: expected a key in double quotes or }`] });
    expect(json['warnings']).toEqual(expect.arrayContaining([expect.stringContaining('flag dark-mode: serves the variation gone, which is not there'), expect.stringContaining('needs the flag nowhere')]));
  });

  it('compares two directories', async () => {
    const flags = [aFeatureConfig({ feature: 'same', version: 1 }), aFeatureConfig({ feature: 'a', version: 1 }), aFeatureConfig({ feature: 'b', version: 1 }), aFeatureConfig({ feature: 'old', version: 1 })];
    const before = aDisk({ ...offlineEnvironment('env-one', { sdkKeys: ['k1'], flags, segments: [aSegment({ identifier: 's', version: 1 })] }), ...offlineEnvironment('env-gone', {}) });
    const after = aDisk({
      ...offlineEnvironment('deeper/env-one', {
        sdkKeys: ['k2'],
        flags: [Object.fromEntries(Object.entries(flags[0] ?? {}).toReversed()), aFeatureConfig({ feature: 'a', version: 2, state: 'off' }), aFeatureConfig({ feature: 'b', version: 1, state: 'off' }), aFeatureConfig({ feature: 'new', version: 1 })],
        segments: [aSegment({ identifier: 's', version: 1 })],
      }),
      ...offlineEnvironment('env-new', {}),
    });

    const { code, text } = await cli('diff', before.path, after.path);

    expect(code).toBe(1);
    const lines = text.trim().split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '- environment gone',
        '+ environment new',
        '- flag one old',
        '+ flag one new',
        '~ flag one a: state, version',
        '~ flag one b: state (the version did not rise: server SDKs that run keep what they have)',
      ]),
    );
    expect(lines.filter((line) => line.includes(' key '))).toHaveLength(2);
    expect(text).not.toContain('same');
    expect(await cli('diff', before.path, before.path)).toMatchObject({ code: 0, text: '' });
    expect((await cli('diff', before.path, before.at('nowhere'))).code).toBe(2);
  });

  it('evaluates as a relay does', async () => {
    const disk = sample();
    const relay = await aRelayWith({ OFFLINE: 'true', CONFIG_DIR: disk.path, BYPASS_AUTH: 'true' });

    for (const target of ['ada', 'mallory', 'gretel', 'nobody']) {
      const { json } = await cli('evaluate', disk.path, '--target', target, '--json');
      const results = (json['results'] as { flag: string; variation: string; value: string }[]).map(({ flag, variation, value }) => ({ flag, identifier: variation, value }));
      const served = (await (await fetch(`${relay.url}/client/env/one/target/${target}/evaluations`)).json()) as object[];
      expect(served).toMatchObject(results);
    }
    await relay.close();
  });

  it('says why a flag serves what it serves', async () => {
    const clause = { id: 'c', attribute: 'plan', op: 'equal', values: ['gold'], negate: false };
    const flags = [
      aFeatureConfig({ feature: 'off', state: 'off' }),
      aFeatureConfig({ feature: 'needing', prerequisites: [{ feature: 'off', variations: ['true'] }] }),
      aFeatureConfig({ feature: 'listed', variationToTargetMap: [{ variation: 'false', targets: [{ identifier: 'ann', name: 'Ann' }] }] }),
      aFeatureConfig({ feature: 'grouped', variationToTargetMap: [{ variation: 'false', targets: [], targetSegments: ['other', 'golden'] }] }),
      aFeatureConfig({ feature: 'ruled', rules: [{ ruleId: 'r7', priority: 1, clauses: [clause], serve: { distribution: { bucketBy: 'identifier', variations: [{ variation: 'false', weight: 100 }] } } }] }),
      aFeatureConfig({ feature: 'plain' }),
    ];
    const group = { ruleId: 'g', priority: 1, clauses: [clause] };
    const disk = aDisk(offlineEnvironment('env-one', { flags, segments: [aSegment({ identifier: 'golden', servingRules: [group] }), aSegment({ identifier: 'other' })] }));

    const { code, text } = await cli('evaluate', disk.path, '--target', '{"identifier":"ann","attributes":{"plan":"gold"}}');

    expect(code).toBe(0);
    expect(text.trim().split('\n')).toEqual([
      'off = false (false): the flag is off',
      'needing = false (false): the prerequisite off serves false, and not true',
      'listed = false (false): the target is listed for false',
      'grouped = false (false): the target is in the group golden, listed for false',
      'ruled = false (false): the rule r7 matches (plan equal ["gold"]), by its share of a percentage rollout',
      'plain = true (true): nothing else applies: the default',
    ]);
    expect(await cli('evaluate', disk.path, '--target', 'ann', '--flag', 'nowhere')).toMatchObject({ code: 1, text: 'nowhere: there is no such flag\n' });
    for (const wrong of [[], ['--target', '{'], ['--target', 'ann', '--environment', 'two']]) expect((await cli('evaluate', disk.path, ...wrong)).code).toBe(2);
  });

  it('tells by its exit code whether a relay is healthy', async () => {
    const relay = await aRelayWith({ OFFLINE: 'true', CONFIG_DIR: sample().path });
    const port = new URL(relay.url).port;

    expect((await run(['health'], { PORT: port })).code).toBe(0);
    expect((await cli('health', '--live', '--url', relay.url)).code).toBe(0);
    await relay.close();
    expect((await run(['health'], { PORT: port })).code).toBe(1);
  });
});
