import { EventEmitter, once } from 'node:events';
import { anSdk, type AnSdk } from '../e2e/streaming/an-sdk.js';
import { Fleet } from '../fleet/fleet.js';
import { fleetEnvironments } from '../fleet/fleet-environments.js';

const changes = 1_000;
const flags = ['f0', 'f1', 'f2', 'steady'] as const;
const lateMs = 300;

describe('an SDK whose stream is at one replica and whose reads go to another, which hears of changes 300 ms late', () => {
  const [environment] = fleetEnvironments();
  const id = environment?.id ?? '';
  let fleet: Fleet;

  beforeAll(async () => {
    fleet = await Fleet.start({ primaries: 1, replicas: 2 });
    fleet.replicas[1]?.redis.delay((direction, { opening }) => (direction === 'to client' && opening.includes('ff-relay-events') ? lateMs : 0));
  }, 60_000);

  afterAll(() => fleet?.end(), 60_000);

  it(`gets nothing older than what it heard, in ${changes} changes`, async () => {
    const [near, late] = fleet.replicas;
    if (!near || !late) throw new Error('there are no two replicas');
    const sdk = await anSdk(near.url, environment?.sdkKeys[0] ?? '');
    const heard = await follow(near.url, sdk);
    const heardLate = await follow(late.url, sdk);
    const stale: string[] = [];
    let unheard = 0;
    // On a busy machine Redis may not answer in time.
    let verified = 0;

    const change = async (flag: string): Promise<string[]> => {
      const version = fleet.saas.patchFlag(id, flag, { note: 'x' });
      await heard.until(flag, version);
      const alone = await versionAt(`${late.url}/client/env/${id}/feature-configs/${flag}`, sdk);
      if (heardLate.version(flag) < version) unheard++;
      const listed = await versionAt(`${late.url}/client/env/${id}/feature-configs`, sdk, flag);
      return alone < version || listed < version ? [`${flag} ${version}: ${alone} alone, ${listed} in the list`] : [];
    };
    for (let done = 0; done < changes; done += flags.length) {
      const before = await unverifiedReadsOf(late.url);
      const found = (await Promise.all(flags.map(change))).flat();
      if ((await unverifiedReadsOf(late.url)) > before) continue;
      verified += flags.length;
      stale.push(...found);
    }

    heard.close();
    heardLate.close();
    expect(stale).toEqual([]);
    // Otherwise nothing was late, and nothing was tried.
    expect(unheard).toBeGreaterThan(changes * 0.9);
    expect(verified).toBeGreaterThan(changes * 0.3);
  }, 300_000);
});

async function versionAt(url: string, { headers }: AnSdk, flag?: string): Promise<number> {
  const answer = await fetch(url, { headers });
  const items = [await answer.json()].flat() as readonly { readonly feature: string; readonly version: number }[];
  return items.find(({ feature }) => flag === undefined || feature === flag)?.version ?? -1;
}

async function unverifiedReadsOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^ff_relay_reads_unverified_total (\d+)$/m.exec(text)?.[1]);
}

interface Heard {
  version(flag: string): number;
  until(flag: string, version: number): Promise<void>;
  close(): void;
}

/** The highest version of each flag that a stream has told of. */
async function follow(url: string, { headers }: AnSdk): Promise<Heard> {
  const abort = new AbortController();
  const { body, status } = await fetch(`${url}/stream?cluster=1`, { headers, signal: abort.signal });
  if (status !== 200 || !body) throw new Error(`the stream is answered ${status}`);
  const versions = new Map<string, number>();
  const news = new EventEmitter().setMaxListeners(0);
  const version = (flag: string): number => versions.get(flag) ?? 0;
  void (async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      const parts = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        if (data === undefined) continue;
        const event = JSON.parse(data) as { readonly identifier: string; readonly version: number };
        versions.set(event.identifier, Math.max(version(event.identifier), event.version));
        news.emit('news');
      }
    }
  })().catch(() => undefined);
  return {
    version,
    until: async (flag, wanted) => {
      const signal = AbortSignal.timeout(20_000);
      while (version(flag) < wanted) await once(news, 'news', { signal });
    },
    close: () => abort.abort(),
  };
}
