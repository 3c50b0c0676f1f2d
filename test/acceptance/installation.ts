import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { StandInSaas } from '../saas/stand-in-saas.mjs';
import { freePort, RelayProcess } from '../support/relay-process.js';
import { until } from '../support/until.js';
import { Nginx } from './nginx.js';

export type Route = 'directly' | 'through nginx';

const openStreams = /^ff_relay_sdk_streams_open (\d+)$/m;
// JavaScript clients wait up to 30 seconds before they open a stream again, and may have to try twice.
const reconnectLimitMs = 75_000;

/** SaaS, a built relay and, when asked for, nginx in front of it. */
export class Installation {
  readonly saas: StandInSaas;
  /** What SDKs are given. */
  readonly url: string;
  relay: RelayProcess;
  readonly #env: Record<string, string>;
  readonly #nginx: Nginx | undefined;

  private constructor(saas: StandInSaas, env: Record<string, string>, relay: RelayProcess, nginx: Nginx | undefined) {
    this.saas = saas;
    this.#env = env;
    this.relay = relay;
    this.#nginx = nginx;
    this.url = nginx?.url ?? relay.url;
  }

  static async start(route: Route, settings: Record<string, string> = {}): Promise<Installation> {
    const saas = await StandInSaas.start();
    for (const environment of sampleConfiguration) saas.addEnvironment(environment);
    const env = {
      PORT: String(await freePort()),
      PROXY_KEY: saas.proxyKey,
      CLIENT_SERVICE: saas.clientUrl,
      METRIC_SERVICE: saas.metricsUrl,
      ...settings,
    };
    const endings: (() => Promise<unknown>)[] = [() => saas.close()];
    try {
      const relay = await RelayProcess.start(env);
      endings.unshift(() => relay.stop());
      await saas.waitForStream();
      return new Installation(saas, env, relay, route === 'through nginx' ? await Nginx.start(relay.url) : undefined);
    } catch (error) {
      for (const end of endings) await end();
      throw error;
    }
  }

  /** Another process on the same port, which holds nothing of the former one. */
  async restartRelay(): Promise<void> {
    await this.relay.stop();
    this.relay = await RelayProcess.start(this.#env);
    await this.saas.waitForStream();
  }

  /** Resolves once so many SDK streams are open at the relay. */
  async untilStreaming(count = 1): Promise<void> {
    await until(async () => {
      const exposition = await (await fetch(`${this.relay.url}/metrics`)).text();
      return Number(openStreams.exec(exposition)?.[1]) >= count;
    }, reconnectLimitMs);
  }

  async stop(): Promise<void> {
    await this.#nginx?.stop();
    await this.relay.stop();
    await this.saas.close();
  }
}
