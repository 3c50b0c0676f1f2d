import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, rootCertificates } from 'node:tls';
import { getStringFromEnv } from '@opentelemetry/core';
import { proxyAddress } from '../config/proxy-address.js';
import { bypassesProxy } from '../config/proxy-bypass.js';
import type { OutboundConfig } from '../config/relay-config.js';
import { openTunnel } from './open-tunnel.js';

interface Destination {
  readonly host?: string | null | undefined;
  readonly port?: number | string | null | undefined;
}

type Connected = (error: Error | null, socket?: Duplex) => void;

/** OpenTelemetry's exporters know no proxies: an agent that leads through the one for the scheme of the endpoint; undefined where the way is direct. */
export function openTelemetryAgent(endpoint: string, { httpProxy, httpsProxy, noProxy = '', caFiles }: OutboundConfig): HttpAgent | undefined {
  const url = new URL(endpoint);
  const isSecure = url.protocol === 'https:';
  const proxy = isSecure ? httpsProxy : httpProxy;
  if (proxy === undefined || bypassesProxy(url, noProxy)) return undefined;

  const ca = [...rootCertificates, ...caFiles.map((file) => readFileSync(file))];
  const through = { ...proxyAddress(proxy), ca };
  const certificates = { ca, ...ownCertificates() };
  const tunnelled = async ({ host, port }: Destination): Promise<Duplex> => {
    const name = host ?? '';
    const socket = await openTunnel(through, `${name.includes(':') ? `[${name}]` : name}:${port ?? ''}`);
    return isSecure ? connect({ socket, servername: url.hostname, ...certificates }) : socket;
  };
  const createConnection = (destination: Destination, done: Connected): void => {
    void callBack(tunnelled(destination), done);
  };
  return Object.assign(isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true }), { createConnection });
}

async function callBack(connecting: Promise<Duplex>, done: Connected): Promise<void> {
  const [outcome] = await Promise.allSettled([connecting]);
  if (outcome.status === 'fulfilled') done(null, outcome.value);
  else done(outcome.reason instanceof Error ? outcome.reason : new Error('no way through the proxy'));
}

/** As the exporters read them where they make the agent; what cannot be read is left out. */
function ownCertificates(): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  const [ca, cert, key] = ['CERTIFICATE', 'CLIENT_CERTIFICATE', 'CLIENT_KEY'].map(fileNamedIn);
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

function fileNamedIn(variable: string): Buffer | undefined {
  const path = getStringFromEnv(`OTEL_EXPORTER_OTLP_TRACES_${variable}`) ?? getStringFromEnv(`OTEL_EXPORTER_OTLP_${variable}`);
  try {
    return path === undefined ? undefined : readFileSync(path);
  } catch {
    return undefined;
  }
}
