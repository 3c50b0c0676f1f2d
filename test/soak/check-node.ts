import { isDeepStrictEqual } from 'node:util';
import type { Holdings } from './holdings.js';
import type { RelaySeat } from './relay-seat.js';
import { byName, type Item, type Truth } from './truth.js';

/** What is wrong with the answers of one node; nothing once it agrees with SaaS. */
export async function checkNode({ name, url }: RelaySeat, truth: Truth, holdings: Holdings): Promise<string[]> {
  const found: string[] = [];
  const { streamStatus } = await json<{ streamStatus?: { state: string } }>(`${url}/health`);
  if (streamStatus?.state !== 'CONNECTED') found.push(`${name}: its stream is ${streamStatus?.state ?? 'unknown'}`);
  for (const [environment, keys] of holdings.keys) {
    for (const sdkKey of keys) {
      const token = await authenticate(url, sdkKey);
      if (token === undefined) found.push(`${name}: ${sdkKey} of ${environment} is refused`);
      else if (sdkKey === keys[0]) found.push(...(await differences(url, environment, token, truth)).map((what) => `${name}: ${what}`));
    }
  }
  for (const { environment, sdkKey } of holdings.removed) {
    // Who cannot ask Redis just now says so, and lets nobody in.
    if ((await authenticate(url, sdkKey).catch(() => undefined)) !== undefined) found.push(`${name}: the removed ${sdkKey} of ${environment} is accepted`);
  }
  return found;
}

async function differences(url: string, environment: string, token: string, truth: Truth): Promise<string[]> {
  const read = (what: string) => json<Item[]>(`${url}/client/env/${environment}/${what}?cluster=1`, { headers: { authorization: `Bearer ${token}` } });
  const held = truth.get(environment);
  if (!held) return [`${environment} is not known to SaaS`];
  const [flags, segments] = [await read('feature-configs'), await read('target-segments')];
  return [
    ...different(`${environment} flag`, byName(flags), held.flags, (item) => item),
    // Rules have two forms; identity, version and members have one.
    ...different(`${environment} group`, byName(segments), held.segments, memberOutline),
  ];
}

function different(kind: string, served: ReadonlyMap<string, Item>, held: ReadonlyMap<string, Item>, outline: (item: Item) => unknown): string[] {
  const names = new Set([...served.keys(), ...held.keys()]);
  return [...names].flatMap((name) => {
    const [ours, theirs] = [served.get(name), held.get(name)];
    if (ours && theirs && isDeepStrictEqual(outline(ours), outline(theirs))) return [];
    return [`${kind} ${name} is version ${ours?.version ?? 'none'}, at SaaS ${theirs?.version ?? 'none'}`];
  });
}

function memberOutline(item: Item): unknown {
  const { identifier, version, included, excluded } = item as Item & { included?: unknown; excluded?: unknown };
  return { identifier, version, included, excluded };
}

/** Undefined when it is refused for good. */
async function authenticate(url: string, apiKey: string): Promise<string | undefined> {
  const answer = await fetch(`${url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey }), signal: AbortSignal.timeout(4_000) });
  if (answer.status === 401 || answer.status === 403) return undefined;
  if (!answer.ok) throw new Error(`${url}: authentication is answered ${answer.status}`);
  return ((await answer.json()) as { authToken: string }).authToken;
}

async function json<T>(url: string, options: RequestInit = {}): Promise<T> {
  const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(4_000) });
  if (!answer.ok) throw new Error(`${url} is answered ${answer.status}`);
  return (await answer.json()) as T;
}
