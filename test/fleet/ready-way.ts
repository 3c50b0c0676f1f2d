import { setTimeout as delay } from 'node:timers/promises';
import { TcpRelay } from '../support/tcp-relay.js';
import type { FleetNode } from './fleet-node.js';

const lookMs = 100;

/** One address for several nodes, as Kubernetes gives it: each connection goes to one that says it is ready, which is looked at now and then. */
export class ReadyWay {
  readonly #over = new AbortController();
  readonly #looking: Promise<void>;

  private constructor(
    private readonly way: TcpRelay,
    private readonly nodes: readonly FleetNode[],
  ) {
    this.#looking = this.#look();
  }

  static async start(nodes: readonly FleetNode[]): Promise<ReadyWay> {
    return new ReadyWay(await TcpRelay.start(portOf(nodes[0])), nodes);
  }

  get url(): string {
    return `http://${this.way.address}`;
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await this.#looking;
    await this.way.stop();
  }

  async #look(): Promise<void> {
    for (let turn = 0; !this.#over.signal.aborted; turn++) {
      const ready = await Promise.all(this.nodes.map(isReady));
      const fit = this.nodes.filter((_, index) => ready[index]);
      const next = fit[turn % Math.max(1, fit.length)];
      if (next) this.way.target(portOf(next));
      await delay(lookMs);
    }
  }
}

async function isReady({ url }: FleetNode): Promise<boolean> {
  return fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

function portOf(node: FleetNode | undefined): number {
  return Number(new URL(node?.url ?? 'http://127.0.0.1').port);
}
