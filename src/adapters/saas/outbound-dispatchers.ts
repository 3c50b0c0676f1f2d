import { Agent, ProxyAgent } from 'undici';
import type { Dispatcher } from 'undici';
import { proxyAddress } from '../../config/proxy-address.js';
import { bypassesProxy } from '../../config/proxy-bypass.js';
import type { OutboundConfig } from '../../config/relay-config.js';
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
