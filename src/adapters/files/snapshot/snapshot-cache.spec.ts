import { readdirSync, statSync } from 'node:fs';
import { describeCacheContract } from '../../../../test/contract/cache.contract.js';
import { FilesOnDisk } from '../../../../test/support/files-on-disk.js';
import { RecordedLog } from '../../../../test/support/recorded-log.js';
import { until } from '../../../../test/support/until.js';
import type { EnvironmentConfig } from '../../../kernel/configuration.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { MemoryCache } from '../../memory/memory-cache.js';
import { SnapshotCache } from './snapshot-cache.js';
import { SnapshotDirectory } from './snapshot-directory.js';

function open(disk: FilesOnDisk, log = new RecordedLog(), everyMs = 1): Promise<SnapshotCache> {
  return SnapshotCache.open(new MemoryCache(), new SnapshotDirectory(disk.path, 'a-proxy-key', log), log, new RelayMetrics(), { replayMs: 60_000, everyMs });
}

describeCacheContract('SnapshotCache', async () => {
  const disk = new FilesOnDisk();
  const cache = await open(disk);
  return {
    cache,
    close: async () => {
      await cache.onApplicationShutdown();
      disk.remove();
    },
  };
});

describe('a SnapshotCache', () => {
  const config = (id: string, ...versions: number[]): EnvironmentConfig => ({
    id,
    featureConfigs: versions.map((version, index) => ({ identifier: `flag-${index}`, version, json: JSON.stringify({ feature: `flag-${index}`, version }) })),
    segments: [],
    authKeys: [],
  });
  let disk: FilesOnDisk;

  beforeEach(() => {
    disk = new FilesOnDisk();
  });

  afterEach(() => disk.remove());

  const held = async (cache: SnapshotCache) => {
    const found: EnvironmentConfig[] = [];
    for await (const each of cache.loadAll()) found.push(each);
    return found.toSorted((one, other) => one.id.localeCompare(other.id));
  };

  it('writes nothing before everything was fetched once', async () => {
    const cache = await open(disk);
    await cache.store(config('one', 1));
    await cache.onApplicationShutdown();

    expect(readdirSync(disk.path)).toEqual([]);
  });

  it('gives the next process what was there when it ended', async () => {
    const cache = await open(disk);
    await cache.store(config('one', 1, 2));
    await cache.store(config('two', 1));
    await cache.store(config('gone', 1));
    await cache.retain(['one', 'two']);
    await cache.store(config('two', 7));
    await cache.onApplicationShutdown();

    expect(await held(await open(disk))).toEqual([config('one', 1, 2), config('two', 7)]);
  });

  it('gives the next process what was deleted of late, and what began anew behind it', async () => {
    const cache = await open(disk);
    await cache.store(config('one', 1, 2));
    await cache.retain(['one']);
    await cache.store(config('one', 1));
    await cache.store(config('one', 1, 1));
    await cache.onApplicationShutdown();

    const next = await open(disk);

    expect(next.past().map(({ change }) => change)).toEqual([
      { domain: 'flag', event: 'delete', environment: 'one', identifier: 'flag-1', version: 3 },
      { domain: 'flag', event: 'create', environment: 'one', identifier: 'flag-1', version: 1 },
    ]);
  });

  it('leaves nothing behind of deletions that cannot be written', async () => {
    const cache = await open(disk);
    await cache.store(config('one', 1, 2));
    await cache.retain(['one']);
    await until(() => statSync(disk.at('snapshot.json')));
    disk.remove('recent-deletions.json');
    disk.write('recent-deletions.json/in the way', '');

    await cache.store(config('one', 1));
    await cache.onApplicationShutdown();

    expect(readdirSync(disk.path).filter((name) => !name.startsWith('env-')).toSorted()).toEqual(['recent-deletions.json', 'snapshot.json']);
    expect(await held(await open(disk))).toEqual([config('one', 1, 2)]);
  });

  it.each(['', '{}', '[null,{"event":"patch"}]'])('knows of no deletions where the disk holds %j', async (text) => {
    const cache = await open(disk);
    await cache.store(config('one', 1));
    await cache.retain(['one']);
    await cache.onApplicationShutdown();
    disk.write('recent-deletions.json', text);

    const next = await open(disk);

    expect([next.past(), await held(next)]).toEqual([[], [config('one', 1)]]);
  });

  it('leaves alone on the disk what has not changed', async () => {
    const cache = await open(disk);
    const [one, two] = [config('one', 1), config('two', 1)];
    for (const each of [one, two]) await cache.store(each);
    await cache.retain(['one', 'two']);
    const inode = (id: string) => statSync(disk.at(`env-${id}`)).ino;
    await until(() => inode('two'));
    const before = inode('one');

    await cache.store({ ...one });
    await cache.store(config('two', 2));
    await cache.onApplicationShutdown();

    expect(inode('one')).toBe(before);
    expect(await held(await open(disk))).toEqual([one, config('two', 2)]);
  });

  it('does without environments whose ids cannot be names, and says so', async () => {
    const log = new RecordedLog();
    const cache = await open(disk, log);
    await cache.store(config('a/b', 1));
    await cache.store(config('one', 1));
    await cache.retain(['a/b', 'one']);
    await cache.onApplicationShutdown();

    expect(await held(await open(disk))).toEqual([config('one', 1)]);
    expect(log.lines.join()).toContain('environments are missing in the snapshot');
  });

  it('ignores what has lost its mark, for it may not be whole', async () => {
    const cache = await open(disk);
    await cache.store(config('one', 1));
    await cache.retain(['one']);
    await cache.onApplicationShutdown();
    disk.remove('snapshot.json');
    const log = new RecordedLog();

    expect(await held(await open(disk, log))).toEqual([]);
    expect(log.lines.join()).toContain('the snapshot is not complete');
  });
});
