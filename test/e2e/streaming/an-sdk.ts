import { RawStream } from './raw-stream.js';

/** What an SDK knows after it authenticated. */
export interface AnSdk {
  readonly key: string;
  readonly token: string;
  readonly environment: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Authenticates at the relay as an SDK does. */
export async function anSdk(url: string, key: string): Promise<AnSdk> {
  const response = await fetch(`${url}/client/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ apiKey: key }),
  });
  if (response.status !== 200) throw new Error(`authentication is answered ${response.status}`);
  const { authToken: token } = (await response.json()) as { authToken: string };
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { environment: string };
  return { key, token, environment: claims.environment, headers: { Authorization: `Bearer ${token}`, 'API-Key': key } };
}

export function openStream(url: string, sdk: AnSdk, headers: Record<string, string> = {}): Promise<RawStream> {
  return RawStream.open(url, { headers: { ...sdk.headers, ...headers } });
}

/** The flags (or groups) an SDK reads, as identifier and version. */
export async function itemsRead(url: string, sdk: AnSdk, kind: 'feature-configs' | 'target-segments' = 'feature-configs'): Promise<Record<string, number>> {
  const response = await fetch(`${url}/client/env/${sdk.environment}/${kind}?cluster=1&rules=v2`, { headers: sdk.headers });
  if (response.status !== 200) throw new Error(`${kind} are answered ${response.status}`);
  const items = (await response.json()) as { feature?: string; identifier?: string; version: number }[];
  return Object.fromEntries(items.map((item) => [kind === 'feature-configs' ? item.feature : item.identifier, item.version]));
}
