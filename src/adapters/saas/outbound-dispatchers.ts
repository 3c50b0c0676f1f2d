import { Agent, ProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import type { OutboundConfig } from '../../config/relay-config.js';
import { bypassesProxy } from './proxy-bypass.js';
import { trustedCertificates } from './trusted-certificates.js';

/** Which way out a request takes: directly, or through the proxy for its scheme. Reads no environment variables. */
export class OutboundDispatchers {
  readonly #noProxy: string;
  readonly #direct: Dispatcher;
  readonly #byScheme: ReadonlyMap<string, Dispatcher>;

  constructor(outbound: OutboundConfig, connectTimeoutMs: number) {
    const secureContext = trustedCertificates(outbound.caFiles);
    const connect = { timeout: connectTimeoutMs, ...(secureContext && { secureContext }) };
    const through = (proxy: string): Dispatcher => new ProxyAgent({ ...proxyAddress(proxy), requestTls: connect, proxyTls: connect, proxyTunnel: false });

    this.#noProxy = outbound.noProxy ?? '';
    this.#direct = new Agent({ connect });
    this.#byScheme = new Map([
      ...(outbound.httpProxy ? [['http:', through(outbound.httpProxy)] as const] : []),
      ...(outbound.httpsProxy ? [['https:', through(outbound.httpsProxy)] as const] : []),
    ]);
  }

  for(url: URL): Dispatcher {
    const proxied = this.#byScheme.get(url.protocol);
    return proxied === undefined || bypassesProxy(url, this.#noProxy) ? this.#direct : proxied;
  }

  /** Breaks off whatever is under way. */
  async destroy(): Promise<void> {
    await Promise.all([this.#direct, ...this.#byScheme.values()].map((dispatcher) => dispatcher.destroy()));
  }
}

/** The proxy's credentials travel in a header of their own, a user without a password included. */
function proxyAddress(proxy: string): { uri: string; token?: string } {
  const url = new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return credentials === ':' ? { uri: url.href } : { uri: url.href, token: `Basic ${Buffer.from(credentials).toString('base64')}` };
}
