import { setTimeout as delay } from 'node:timers/promises';
import { referenceClaims, signedToken } from '../e2e/support/signed-token.js';
import { Seeded } from '../e2e/support/seeded.js';
import type { MetricsCount } from '../saas/types.mjs';
import { until } from '../support/until.js';
import type { Fleet } from './fleet.js';
import type { FleetNode } from './fleet-node.js';

/** What is asked, which may be a way to several nodes. */
type Asked = Pick<FleetNode, 'url' | 'isUp'>;

type Sdk = readonly [language: string, version: string];

const pauseMs = 10;
const flags = ['f0', 'f1', 'steady'] as const;
const variations = ['true', 'false'] as const;
const sdks: readonly [Sdk, ...Sdk[]] = [
  ['go', '0.1.23'],
  ['java', '1.7.0'],
];

interface Reporter {
  readonly id: string;
  readonly sdkKeys: readonly [string];
}

/** SDKs that post metrics to every node that is up, and know what they got a 200 for. Several together, as from many applications. */
export class MeteredSdks {
  /** What a node took, by environment, flag, variation and SDK. */
  readonly #taken = new Map<string, number>();
  /** What was sent and never answered: a node may have taken it. */
  readonly #doubtful = new Map<string, number>();
  readonly #seeded = new Seeded(4_711);
  /** Posts that were not answered 200. */
  refusals = 0;
  #isOver = false;
  #running: readonly Promise<void>[] = [];

  constructor(
    private readonly fleet: Fleet,
    private readonly reporters: readonly Reporter[],
  ) {}

  get taken(): number {
    return sumOf(this.#taken);
  }

  start(nodes: readonly Asked[] = this.fleet.nodes): void {
    this.#isOver = false;
    this.#running = nodes.flatMap((node) => [this.#report(node), this.#report(node)]);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#running);
  }

  /** Resolves once SaaS has all of it, and gives how much it has beyond that, of what nobody can be in doubt about. */
  async surplusOnceCounted(timeoutMs = 40_000): Promise<number> {
    await until(() => this.missing().length === 0, timeoutMs).catch((cause: unknown) => {
      throw new Error(`SaaS never got ${JSON.stringify(this.missing().slice(0, 5))}`, { cause });
    });
    return this.surplus();
  }

  missing(): readonly (readonly [string, number])[] {
    const received = this.#received();
    return [...this.#taken].map(([key, count]) => [key, count - (received.get(key) ?? 0)] as const).filter(([, count]) => count > 0);
  }

  surplus(): number {
    return [...this.#received()].reduce((sum, [key, count]) => sum + Math.max(0, count - (this.#taken.get(key) ?? 0) - (this.#doubtful.get(key) ?? 0)), 0);
  }

  #received(): ReadonlyMap<string, number> {
    return new Map(this.fleet.saas.metricsCounts().map((count) => [keyOf(count), count.count]));
  }

  async #report(node: Asked): Promise<void> {
    while (!this.#isOver) {
      if (node.isUp) await this.#post(node);
      await delay(pauseMs);
    }
  }

  async #post(node: Asked): Promise<void> {
    const reporter = this.reporters[this.#seeded.below(this.reporters.length)];
    if (!reporter) return;
    const { id, sdkKeys } = reporter;
    const [language, version] = this.#seeded.pick(sdks);
    const [flag, variation, count] = [this.#seeded.pick(flags), this.#seeded.pick(variations), 1 + this.#seeded.below(5)];
    const values = { featureIdentifier: flag, variationIdentifier: variation, SDK_LANGUAGE: language, SDK_VERSION: version, SDK_TYPE: 'server' };
    const attributes = Object.entries(values).map(([key, value]) => ({ key, value }));
    const body = JSON.stringify({ metricsData: [{ attributes, count, metricsType: 'FFMETRICS', timestamp: Date.now() }] });
    const headers = { authorization: `Bearer ${signedToken(referenceClaims(id, sdkKeys[0]))}` };
    const key = keyOf({ environment: id, flag, variation, sdk: `${language} ${version}` });
    const status = await fetch(`${node.url}/metrics/${id}`, { method: 'POST', headers, body }).then(
      (answer) => answer.status,
      () => undefined,
    );
    if (status !== 200) this.refusals++;
    if (status === 200) add(this.#taken, key, count);
    else if (status === undefined) add(this.#doubtful, key, count);
  }
}

function keyOf({ environment, flag, variation, sdk }: Omit<MetricsCount, 'count'>): string {
  return [environment, flag, variation, sdk].join(' ');
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function sumOf(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
