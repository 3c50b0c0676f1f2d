import type { StandInSaas } from '../saas/stand-in-saas.mjs';
import { byProxyKey, type UpstreamSettings } from '../support/upstream-settings.js';
import { freePort } from '../support/free-port.js';
import { RelayProcess } from '../support/relay-process.js';

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

  static async start(saas: StandInSaas, settings: Record<string, string>, upstream: UpstreamSettings = byProxyKey): Promise<SingleNode> {
    const env = { PORT: String(await freePort()), ...upstream(saas, saas.clientUrl), ...settings };
    const node = new SingleNode(await RelayProcess.start(env), saas, env);
    await saas.waitForStream();
    return node;
  }

  get url(): string {
    return this.#relay.url;
  }

  /** Another process on the same port, which has of the former one what that has left on disk. */
  async restart(): Promise<void> {
    await this.stop();
    await this.startAgain();
  }

  async startAgain(): Promise<void> {
    this.#relay = await RelayProcess.start(this.env);
    await this.saas.waitForStream();
  }

  stop(): Promise<number | null> {
    return this.#relay.stop();
  }
}
