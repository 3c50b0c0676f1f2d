import { setTimeout as delay } from 'node:timers/promises';
import { anSdk, openStream, type AnSdk } from '../e2e/streaming/an-sdk.js';
import type { RawStream } from '../e2e/streaming/raw-stream.js';
import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { StandInSaas } from '../saas/stand-in-saas.mjs';
import { RedisServer } from '../support/redis-server.js';
import { RelayProcess } from '../support/relay-process.js';
import { until } from '../support/until.js';

const [production] = sampleConfiguration;
const [sdkKey] = production.sdkKeys;
export const environment: string = production.id;

interface Node {
  readonly url: string;
  readonly sdk: AnSdk;
  readonly stream: RawStream;
}

/** A primary and a replica as processes, over a real Redis, in front of a stand-in SaaS; with one SDK and its stream at each. */
export class MonitoredFleet {
  private constructor(
    readonly saas: StandInSaas,
    private readonly redis: RedisServer,
    private readonly processes: readonly RelayProcess[],
    readonly primary: Node,
    readonly replica: Node,
  ) {}

  static async start(): Promise<MonitoredFleet> {
    const redis = await RedisServer.start();
    const saas = await StandInSaas.start();
    for (const source of sampleConfiguration) saas.addEnvironment(source);
    const settings = { PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl, METRIC_FLUSH_BYTES: '1', REDIS_ADDRESS: redis.address };
    const primary = await RelayProcess.start(settings);
    const replica = await RelayProcess.start({ ...settings, READ_REPLICA: 'true' });
    return new MonitoredFleet(saas, redis, [replica, primary], await withSdk(primary.url), await withSdk(replica.url));
  }

  get nodes(): readonly Node[] {
    return [this.primary, this.replica];
  }

  /** One of everything that SDKs do, at both nodes, and some that they should not. */
  async traffic(): Promise<void> {
    await Promise.all(this.nodes.map((node) => useEverything(node)));
  }

  /** A flag changes and reaches both streams. */
  async change(): Promise<void> {
    const version = this.saas.patchFlag(environment, 'dark-mode', { state: 'on' });
    await until(() => this.nodes.every(({ stream }) => stream.body.includes(`"identifier":"dark-mode","version":${version},`)), 20_000);
  }

  /** Traffic and changes until the returned function is called. */
  keepBusy(): () => Promise<void> {
    const end = new AbortController();
    const work = async (): Promise<void> => {
      while (!end.signal.aborted) {
        await this.traffic();
        await this.change();
        await delay(200);
      }
    };
    const done = work();
    return async () => {
      end.abort();
      await done;
    };
  }

  async stop(): Promise<void> {
    for (const { stream } of this.nodes) stream.close();
    for (const process of this.processes) await process.stop('SIGKILL');
    await this.saas.close();
    await this.redis.stop();
  }
}

async function withSdk(url: string): Promise<Node> {
  await until(async () => (await (await fetch(`${url}/health`)).text()).includes('"CONNECTED"'), 20_000);
  const sdk = await anSdk(url, sdkKey);
  const stream = await openStream(url, sdk);
  return { url, sdk, stream };
}

async function useEverything({ url, sdk }: Node): Promise<void> {
  const inEnvironment = `/client/env/${environment}`;
  const reads = ['/feature-configs', '/feature-configs/dark-mode', '/target-segments', '/target-segments/beta-testers', '/target/bob/evaluations', '/target/bob/evaluations/dark-mode'];
  for (const read of reads) await fetch(url + inEnvironment + read, { headers: sdk.headers });
  await fetch(`${url}/api/1.0${inEnvironment}/feature-configs`, { headers: sdk.headers });
  await fetch(`${url}${inEnvironment}/feature-configs`);
  await fetch(`${url}/nowhere`);
  await fetch(`${url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: sdkKey }) });
  await fetch(`${url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: 'nobodys' }) });
  await fetch(`${url}/metrics/${environment}`, { method: 'POST', headers: sdk.headers, body: JSON.stringify({ metricsData: [entry()] }) });
}

function entry(): object {
  const values = { featureIdentifier: 'dark-mode', variationIdentifier: 'true', SDK_LANGUAGE: 'go', SDK_TYPE: 'server', SDK_VERSION: '0.1.23' };
  return { timestamp: Date.now(), count: 3, metricsType: 'FFMETRICS', attributes: Object.entries(values).map(([key, value]) => ({ key, value })) };
}
