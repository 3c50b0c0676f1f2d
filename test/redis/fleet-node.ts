export interface FleetStream {
  readonly status: number;
  /** Resolves when the node ends it. */
  readonly ended: Promise<void>;
  text(): string;
  close(): void;
}

/** One node as an SDK sees it. */
export class FleetNode {
  constructor(readonly url: string) {}

  async isConnected(): Promise<boolean> {
    return (await (await fetch(`${this.url}/health`)).text()).includes('"CONNECTED"');
  }

  /** The token, or the status of a refusal. */
  async authenticate(apiKey: string, target?: object): Promise<string | number> {
    const answer = await fetch(`${this.url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey, target }) });
    const body = (await answer.json()) as { authToken?: string };
    return body.authToken ?? answer.status;
  }

  async read(environment: string, what: string, token: string): Promise<{ readonly status: number; readonly json: unknown }> {
    const answer = await fetch(`${this.url}/client/env/${environment}/${what}`, { headers: bearer(token) });
    return { status: answer.status, json: await answer.json() };
  }

  /** The status of each way in, for one token: read flags, read groups, evaluate, send metrics, open a stream. */
  async statuses(environment: string, key: string, token: string): Promise<readonly number[]> {
    const routes = ['feature-configs', 'target-segments', 'target/ada/evaluations'].map((what) => `/client/env/${environment}/${what}`);
    const asked = routes.map((route) => fetch(this.url + route, { headers: bearer(token) }));
    const metrics = fetch(`${this.url}/metrics/${environment}`, { method: 'POST', headers: bearer(token), body: '{}' });
    const stream = this.openStream(key, token);
    const statuses = (await Promise.all([...asked, metrics])).map(({ status }) => status);
    const { status, close } = await stream;
    close();
    return [...statuses, status];
  }

  /** The sum of a metric over its labels. */
  async metric(name: string): Promise<number> {
    const lines = (await (await fetch(`${this.url}/metrics`)).text()).split('\n');
    return lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  async openStream(key: string, token: string): Promise<FleetStream> {
    const abort = new AbortController();
    const answer = await fetch(`${this.url}/stream`, { headers: { ...bearer(token), 'API-Key': key }, signal: abort.signal });
    let received = '';
    const ended = (async () => {
      for await (const chunk of answer.body ?? []) received += Buffer.from(chunk).toString();
    })().catch(() => undefined);
    return { status: answer.status, ended, text: () => received, close: () => abort.abort() };
  }
}

function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}
