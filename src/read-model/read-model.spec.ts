import type { EnvironmentConfig } from '../kernel/configuration.js';
import { ReadModel } from './read-model.js';

const config = (id: string, authKeys: readonly string[]): EnvironmentConfig => ({ id, authKeys, featureConfigs: [], segments: [] });

describe('the read model', () => {
  let model: ReadModel;

  beforeEach(() => {
    model = new ReadModel({ andRules: true, onProblem: () => undefined });
  });

  it('knows an environment and its keys as long as it is installed', () => {
    model.install(config('e', ['k1', 'k2']));
    expect([model.environmentOfKey('k1'), model.environmentOfKey('k2'), model.size]).toEqual(['e', 'e', 1]);

    model.remove('e');
    expect([model.environmentOfKey('k1'), model.environment('e'), model.size]).toEqual([undefined, undefined, 0]);
  });

  it('forgets a key with the snapshot that no longer has it', () => {
    model.install(config('e', ['k1', 'k2']));
    model.install(config('e', ['k2', 'k3']));

    expect([model.environmentOfKey('k1'), model.environmentOfKey('k2'), model.environmentOfKey('k3')]).toEqual([undefined, 'e', 'e']);
  });

  it.each(['the old environment is', 'the new environment is'])('follows a key to another environment when %s told first', (order) => {
    model.install(config('old', ['k']));
    model.install(config('new', []));
    const steps = [() => model.install(config('old', [])), () => model.install(config('new', ['k']))];

    for (const step of order.startsWith('the old') ? steps : steps.toReversed()) step();

    expect(model.environmentOfKey('k')).toBe('new');
    model.remove('old');
    expect(model.environmentOfKey('k')).toBe('new');
  });

  it('hands out snapshots that a later change leaves as they are', () => {
    model.install(config('e', ['k']));
    const before = model.environment('e');

    model.install({ ...config('e', ['k']), featureConfigs: [{ identifier: 'a', version: 1, json: '{"feature":"a"}' }] });

    expect(before?.flags.list.plain.toString()).toBe('[]');
    expect(model.environment('e')?.flags.list.plain.toString()).toContain('"a"');
  });

  it('takes over the parts that did not change', () => {
    const first = config('e', ['k']);
    model.install(first);
    const before = model.environment('e');

    model.install({ ...first, segments: [{ identifier: 'g', version: 1, json: '{"identifier":"g"}' }] });

    expect(model.environment('e')?.flags).toBe(before?.flags);
    expect(model.environment('e')?.segments).not.toBe(before?.segments);
  });

  it('is not confused by environments and keys named like members of objects', () => {
    model.install(config('__proto__', ['constructor']));

    expect(model.environmentOfKey('constructor')).toBe('__proto__');
    expect(model.environmentOfKey('toString')).toBeUndefined();
    expect(model.environmentIds()).toEqual(['__proto__']);
  });
});
