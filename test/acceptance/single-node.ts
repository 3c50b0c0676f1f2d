import type { StandInSaas } from '../saas/stand-in-saas.mjs';
import { freePort, RelayProcess } from '../support/relay-process.js';

/** A relay alone, which talks to SaaS itself. */
export class SingleNode {
  #relay: RelayProcess;

  private constructor(
    relay: RelayProcess,
    private readonly saas: StandInSaas,
    private readonly env: Record<string, string>,
  ) {
    this.#relay = relay;
  }

  static async start(saas: StandInSaas, settings: Record<string, string>): Promise<SingleNode> {
    const env = { PORT: String(await freePort()), PROXY_KEY: saas.proxyKey, CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl, ...settings };
    const node = new SingleNode(await RelayProcess.start(env), saas, env);
    await saas.waitForStream();
    return node;
  }

  get url(): string {
    return this.#relay.url;
  }

  /** Another process on the same port, which holds nothing of the former one. */
  async restart(): Promise<void> {
    await this.stop();
    this.#relay = await RelayProcess.start(this.env);
    await this.saas.waitForStream();
  }

  stop(): Promise<number | null> {
    return this.#relay.stop();
  }
}
