import { Fleet } from '../fleet/fleet.js';
import { sampleConfiguration } from '../saas/sample-configuration.mjs';
import { StandInSaas } from '../saas/stand-in-saas.mjs';
import { until } from '../support/until.js';
import { byProxyKey, type UpstreamSettings } from '../support/upstream-settings.js';
import { Nginx } from './nginx.js';
import { SingleNode } from './single-node.js';
import { streamsAt } from './streams-at.js';

export type InstallationKind = 'a single node' | 'a single node behind nginx' | 'a replica' | 'two replicas behind nginx';

/** A relay that SDKs ask. */
interface ServingNode {
  readonly url: string;
  restart(): Promise<void>;
  stop(): Promise<number | null>;
}

interface Relays {
  readonly saas: StandInSaas;
  readonly serving: readonly [ServingNode, ...ServingNode[]];
  end(): Promise<unknown>;
}

// JavaScript clients wait up to 30 seconds before they open a stream again, and may have to try twice.
const reconnectLimitMs = 75_000;

/** SaaS, built relays as one of the ways in which customers run them, and what is in front of them. */
export class Installation {
  readonly saas: StandInSaas;
  /** What SDKs are given. */
  readonly url: string;
  readonly #relays: Relays;
  readonly #nginx: Nginx | undefined;

  private constructor(relays: Relays, nginx: Nginx | undefined) {
    this.saas = relays.saas;
    this.#relays = relays;
    this.#nginx = nginx;
    this.url = nginx?.url ?? relays.serving[0].url;
  }

  static async start(kind: InstallationKind, settings: Record<string, string> = {}, upstream: UpstreamSettings = byProxyKey): Promise<Installation> {
    const relays = await start(kind, settings, upstream);
    try {
      return new Installation(relays, kind.endsWith('behind nginx') ? await Nginx.start(relays.serving.map(({ url }) => url)) : undefined);
    } catch (error) {
      await relays.end();
      throw error;
    }
  }

  /** Every node that SDKs ask is replaced, one after the other, by another process on the same port. */
  async restartRelays(): Promise<void> {
    for (const node of this.#relays.serving) await node.restart();
  }

  /** The first node that SDKs ask is told to end. Answers its exit code. */
  stopRelay(): Promise<number | null> {
    return this.#relays.serving[0].stop();
  }

  /** Resolves once so many SDK streams are open at the relays. */
  async untilStreaming(count = 1): Promise<void> {
    await until(async () => {
      const open = await Promise.all(this.#relays.serving.map(({ url }) => streamsAt(url)));
      return open.reduce((sum, each) => sum + each, 0) >= count;
    }, reconnectLimitMs);
  }

  async stop(): Promise<void> {
    await this.#nginx?.stop();
    await this.#relays.end();
  }
}

async function start(kind: InstallationKind, settings: Record<string, string>, upstream: UpstreamSettings): Promise<Relays> {
  switch (kind) {
    case 'a single node':
    case 'a single node behind nginx':
      return startSingleNode(settings, upstream);
    case 'a replica':
      return startFleet(1, settings, upstream);
    case 'two replicas behind nginx':
      return startFleet(2, settings, upstream);
    default:
      return kind satisfies never;
  }
}

async function startSingleNode(settings: Record<string, string>, upstream: UpstreamSettings): Promise<Relays> {
  const saas = await StandInSaas.start();
  for (const environment of sampleConfiguration) saas.addEnvironment(environment);
  try {
    const node = await SingleNode.start(saas, settings, upstream);
    return { saas, serving: [node], end: () => node.stop().finally(() => saas.close()) };
  } catch (error) {
    await saas.close();
    throw error;
  }
}

async function startFleet(replicas: number, settings: Record<string, string>, upstream: UpstreamSettings): Promise<Relays> {
  const fleet = await Fleet.start({ replicas, environments: sampleConfiguration, env: settings, upstream });
  const [first, ...others] = fleet.replicas;
  if (!first) throw new Error('there is no replica');
  return { saas: fleet.saas, serving: [first, ...others], end: () => fleet.end() };
}
