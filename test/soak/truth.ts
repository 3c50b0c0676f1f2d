import type { SaasProcess } from '../support/saas-process.js';

export interface Item {
  readonly feature?: string;
  readonly identifier?: string;
  readonly version: number;
}

interface EnvironmentTruth {
  readonly flags: ReadonlyMap<string, Item>;
  readonly segments: ReadonlyMap<string, Item>;
  readonly keyHashes: ReadonlySet<string>;
}

export type Truth = ReadonlyMap<string, EnvironmentTruth>;

interface Page {
  readonly pageCount: number;
  readonly environments: readonly { readonly id: string; readonly apiKeys: readonly string[]; readonly featureConfigs: readonly Item[]; readonly segments: readonly Item[] }[];
}

/** Everything SaaS holds, asked for as a proxy asks. */
export async function readTruth({ url, proxyKey }: SaasProcess): Promise<Truth> {
  const { authToken } = await json<{ authToken: string }>(`${url}/proxy/auth`, { method: 'POST', body: JSON.stringify({ proxyKey }) });
  const truth = new Map<string, EnvironmentTruth>();
  for (let number = 0, pages = 1; number < pages; number += 1) {
    const page = await json<Page>(`${url}/proxy/config?key=${proxyKey}&pageNumber=${number}&pageSize=10`, { headers: { authorization: `Bearer ${authToken}` } });
    pages = page.pageCount;
    for (const { id, apiKeys, featureConfigs, segments } of page.environments) {
      truth.set(id, { flags: byName(featureConfigs), segments: byName(segments), keyHashes: new Set(apiKeys) });
    }
  }
  return truth;
}

export function byName(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.feature ?? item.identifier ?? '', item]));
}

async function json<T>(url: string, options: RequestInit): Promise<T> {
  const response = await fetch(url, { ...options, signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`${url.replace(/\?.*/, '')} is answered ${response.status}`);
  return (await response.json()) as T;
}
