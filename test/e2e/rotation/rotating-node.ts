import { FollowingSdk } from '../sync/following-sdk.js';
import { anSdk } from '../streaming/an-sdk.js';
import { fleetEnvironments } from '../../fleet/fleet-environments.js';
import { SteadyReaders } from '../../fleet/steady-readers.js';
import { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { RelayProcess } from '../../support/relay-process.js';
import { TcpRelay } from '../../support/tcp-relay.js';
import { until } from '../../support/until.js';

interface Health {
  readonly configStatus?: { readonly state: string };
  readonly streamStatus?: { readonly state: string };
  readonly upstreamFault?: string;
}

export const [environment, leftOver] = fleetEnvironments();
export const formerKey = 'the-former-proxy-key';
export const nextKey = 'the-next-proxy-key';

/** A single node that an operator replaces by one with another proxy key, behind an address that stays, with readers and an SDK. */
export class RotatingNode {
  #relay: RelayProcess | undefined;

  private constructor(
    readonly saas: StandInSaas,
    private readonly way: TcpRelay,
    private readonly env: Record<string, string>,
  ) {}

  static async start({ refusalStatus, env = {} }: { readonly refusalStatus?: 401 | 403; readonly env?: Record<string, string> } = {}): Promise<RotatingNode> {
    const saas = await StandInSaas.start({ proxyKey: formerKey, heartbeatMs: 500, refusalStatus });
    for (const each of fleetEnvironments()) saas.addEnvironment(each);
    const node = new RotatingNode(saas, await TcpRelay.start(0), { CLIENT_SERVICE: saas.clientUrl, METRIC_SERVICE: saas.metricsUrl, SAAS_POLL_INTERVAL: '0.3', ...env });
    await node.replace(formerKey);
    return node;
  }

  /** The address that stays. */
  get url(): string {
    return `http://${this.way.address}`;
  }

  get relay(): RelayProcess {
    if (!this.#relay) throw new Error('no relay runs');
    return this.#relay;
  }

  /** One with this key is started beside the one that runs; once it is ready it gets the traffic, and the other is ended. Answers its exit code. */
  async replace(proxyKey: string): Promise<number | null> {
    const former = this.#relay;
    this.#relay = await this.#started(proxyKey);
    await this.untilStream('CONNECTED');
    this.way.target(Number(new URL(this.relay.url).port));
    return former ? former.stop() : null;
  }

  /** The same without another one beside it. Ready as soon as there is something to serve. */
  async restart(proxyKey: string): Promise<number | null> {
    const code = await this.relay.stop();
    this.#relay = await this.#started(proxyKey);
    this.way.target(Number(new URL(this.relay.url).port));
    return code;
  }

  async health(): Promise<{ readonly status: number; readonly body: Health; readonly text: string }> {
    const answer = await fetch(`${this.relay.url}/health`);
    const text = await answer.text();
    return { status: answer.status, body: JSON.parse(text) as Health, text };
  }

  untilStream(state: 'CONNECTED' | 'DISCONNECTED'): Promise<unknown> {
    return until(async () => (await this.health()).body.streamStatus?.state === state, 20_000);
  }

  async text(path: string): Promise<string> {
    return (await fetch(`${this.relay.url}${path}`)).text();
  }

  readers(): SteadyReaders {
    const asked = { name: 'the address that stays', url: this.url, epoch: 0, isUp: true };
    return new SteadyReaders([asked, asked], { environment: environment?.id ?? '', sdkKey: environment?.sdkKeys[0] ?? '' });
  }

  async sdk(): Promise<FollowingSdk> {
    return FollowingSdk.start(this.url, await anSdk(this.url, environment?.sdkKeys[0] ?? ''));
  }

  patch(flag: string, state: 'on' | 'off'): number {
    return this.saas.patchFlag(environment?.id ?? '', flag, { state });
  }

  async end(): Promise<void> {
    if (this.#relay && !this.#relay.hasEnded) await this.#relay.stop('SIGKILL');
    await this.way.stop();
    await this.saas.close();
  }

  #started(proxyKey: string): Promise<RelayProcess> {
    return RelayProcess.start({ ...this.env, PROXY_KEY: proxyKey });
  }
}
