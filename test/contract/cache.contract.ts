import type { EnvironmentConfig } from '../../src/kernel/configuration.js';
import type { CachePort } from '../../src/ports/cache.port.js';

export interface CacheUnderContract {
  readonly cache: CachePort;
  close(): Promise<void>;
}

const config: EnvironmentConfig = {
  id: 'production: a/b',
  featureConfigs: [
    { identifier: 'z.first', version: 3, json: '{"feature":"z.first","version":3,"big":12345678901234567890,"text":"Zürich \\u0000"}' },
    { identifier: 'a', version: 0, json: '{ "feature" : "a" }' },
  ],
  segments: [{ identifier: 'beta', version: 7, json: '{"identifier":"beta","version":7}' }],
  authKeys: ['b'.repeat(64), 'a'.repeat(64)],
};
const empty: EnvironmentConfig = { id: 'empty', featureConfigs: [], segments: [], authKeys: [] };

/** What everything that stands behind CachePort does. */
export function describeCacheContract(adapter: string, create: () => Promise<CacheUnderContract>): void {
  describe(`${adapter} keeps the CachePort contract`, () => {
    let far: CacheUnderContract;

    /** A shared store adds its own revisions. */
    const load = async (environment: string) => {
      const found = await far.cache.load(environment);
      return found && withoutRevisions(found);
    };

    const all = async () => {
      const found: EnvironmentConfig[] = [];
      for await (const each of far.cache.loadAll()) found.push(withoutRevisions(each));
      return found.toSorted((one, other) => one.id.localeCompare(other.id));
    };

    beforeEach(async () => {
      far = await create();
    });

    afterEach(() => far.close());

    it('holds nothing at first', async () => {
      expect(await load('production')).toBeUndefined();
      expect(await all()).toEqual([]);
      expect(await far.cache.readStreamState()).toBeUndefined();
    });

    it('gives back what was stored, text and order untouched', async () => {
      await far.cache.store(config);

      expect(await load(config.id)).toEqual(config);
    });

    it('holds an environment without flags, groups and keys', async () => {
      await far.cache.store(empty);

      expect(await load('empty')).toEqual(empty);
    });

    it('replaces an environment whole', async () => {
      await far.cache.store(config);
      await far.cache.store({ ...empty, id: config.id, segments: config.segments });

      expect(await load(config.id)).toEqual({ ...empty, id: config.id, segments: config.segments });
    });

    it('holds more flags than fit into one write, and those alone that are wanted now', async () => {
      const many = (version: number) => Array.from({ length: 250 }, (_, index) => ({ identifier: `flag-${index}`, version, json: `{"feature":"flag-${index}","version":${version},"text":"${'x'.repeat(2_000)}"}` }));
      await far.cache.store({ ...config, featureConfigs: many(1) });
      const later = { ...config, featureConfigs: many(2).slice(0, 240) };
      await far.cache.store(later);

      expect(await load(config.id)).toEqual(later);
      expect(await far.cache.audit()).toBe('whole');
    });

    it('stores the same arrays again after something else was stored', async () => {
      await far.cache.store(config);
      await far.cache.store({ ...config, featureConfigs: [] });
      await far.cache.store(config);

      expect(await load(config.id)).toEqual(config);
    });

    it('stores the same arrays again after the environment was removed', async () => {
      await far.cache.store(config);
      await far.cache.remove(config.id);
      await far.cache.store(config);

      expect(await load(config.id)).toEqual(config);
      expect(await all()).toEqual([config]);
    });

    it('loads every environment', async () => {
      await far.cache.store(config);
      await far.cache.store(empty);

      expect(await all()).toEqual([empty, config]);
    });

    it('loads those environments alone that are wanted', async () => {
      await far.cache.store(config);
      await far.cache.store(empty);

      const found: string[] = [];
      for await (const { id } of far.cache.loadAll((environment) => environment !== config.id)) found.push(id);

      expect(found).toEqual(['empty']);
    });

    it('loads what is there when an environment goes away meanwhile', async () => {
      const others = Array.from({ length: 20 }, (_, index) => ({ ...empty, id: `other-${index}` }));
      for (const each of [...others, config]) await far.cache.store(each);

      const found: string[] = [];
      for await (const { id } of far.cache.loadAll()) {
        if (found.length === 0) await far.cache.remove(id === 'other-7' ? 'other-8' : 'other-7');
        found.push(id);
      }

      expect(found.length).toBeGreaterThanOrEqual(20);
      expect(new Set(found).size).toBe(found.length);
    });

    it('removes one environment and leaves the others', async () => {
      await far.cache.store(config);
      await far.cache.store(empty);

      await far.cache.remove(config.id);

      expect(await load(config.id)).toBeUndefined();
      expect(await all()).toEqual([empty]);
    });

    it('removes an environment that it does not hold without complaint', async () => {
      await expect(far.cache.remove('nowhere')).resolves.toBeUndefined();
    });

    it('retains what it is told to and tells what went', async () => {
      await far.cache.store(config);
      await far.cache.store(empty);

      expect(await far.cache.retain(['empty', 'never seen'])).toEqual([config.id]);
      expect(await all()).toEqual([empty]);
      expect(await far.cache.retain(['empty'])).toEqual([]);
    });

    it('retains nothing when nothing is wanted', async () => {
      await far.cache.store(config);
      await far.cache.store(empty);

      expect([...(await far.cache.retain([]))].toSorted()).toEqual([empty.id, config.id]);
      expect(await all()).toEqual([]);
    });

    it('keeps the last stream state written', async () => {
      await far.cache.writeStreamState({ state: 'CONNECTED', since: 1_700_000_000_000 });
      await far.cache.writeStreamState({ state: 'DISCONNECTED', since: 1_700_000_000_001 });

      expect(await far.cache.readStreamState()).toEqual({ state: 'DISCONNECTED', since: 1_700_000_000_001 });
    });

    it('keeps which environments a stream leaves out', async () => {
      await far.cache.writeStreamState({ state: 'CONNECTED', since: 1_700_000_000_000, interrupted: [config.id] });

      expect(await far.cache.readStreamState()).toEqual({ state: 'CONNECTED', since: 1_700_000_000_000, interrupted: [config.id] });
    });

    it('ends with one of two environments stored at the same time, and never with a mixture', async () => {
      const other = { ...config, featureConfigs: [], authKeys: ['c'.repeat(64)] };
      await Promise.all([far.cache.store(config), far.cache.store(other)]);

      expect([config, other]).toContainEqual(await load(config.id));
    });
  });
}

function withoutRevisions({ id, featureConfigs, segments, authKeys }: EnvironmentConfig): EnvironmentConfig {
  return { id, featureConfigs, segments, authKeys };
}
