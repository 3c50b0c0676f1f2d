import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';

const limitMs = 10_000;

export interface Proxy {
  readonly uri: string;
  /** Who is asking. */
  readonly token?: string;
  /** Trusted where the proxy is itself behind TLS. */
  readonly ca: readonly (string | Buffer)[];
}

/** A connection through a proxy to `destination`, as `host:port`. Rejects when the proxy refuses or does not answer in time. */
export function openTunnel({ uri, token, ca }: Proxy, destination: string): Promise<Duplex> {
  const headers = { host: destination, ...(token !== undefined && { 'proxy-authorization': token }) };
  const options = { method: 'CONNECT', path: destination, headers, agent: false, timeout: limitMs } as const;
  return new Promise((resolve, reject) => {
    const asking = uri.startsWith('https:') ? httpsRequest(uri, { ...options, ca: [...ca] }) : httpRequest(uri, options);
    asking.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) {
        // The limit is for the answer of the proxy: what goes through may be idle.
        socket.setTimeout(0);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new Error(`the proxy answered ${statusCode ?? 'nothing'}`));
    });
    asking.once('timeout', () => asking.destroy(new Error('the proxy does not answer')));
    asking.once('error', reject);
    asking.end();
  });
}
