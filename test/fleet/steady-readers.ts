import { setTimeout as delay } from 'node:timers/promises';
import { signedToken, referenceClaims } from '../e2e/support/signed-token.js';
import type { FleetNode } from './fleet-node.js';

interface Reading {
  readonly environment: string;
  readonly sdkKey: string;
}

/** What is asked, which may be a way to several nodes. */
type Asked = Pick<FleetNode, 'name' | 'url' | 'epoch' | 'isUp'>;

const pauseMs = 20;
const slowMs = 5_000;

/** Ask every node that is up, all the time, as SDKs do. Whatever is refused, breaks or takes long on a node that stayed up is a fault. */
export class SteadyReaders {
  readonly faults: string[] = [];
  answered = 0;
  slowestMs = 0;
  #isOver = false;
  readonly #running: readonly Promise<void>[];

  constructor(nodes: readonly Asked[], reading: Reading) {
    this.#running = nodes.map((node) => this.#read(node, reading));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#running);
  }

  async #read(node: Asked, { environment, sdkKey }: Reading): Promise<void> {
    const authorization = `Bearer ${signedToken(referenceClaims(environment, sdkKey))}`;
    const base = `${node.url}/client/env/${environment}`;
    const questions: readonly (readonly [url: string, options: RequestInit])[] = [
      [`${base}/feature-configs`, { headers: { authorization } }],
      [`${base}/feature-configs/steady`, { headers: { authorization } }],
      [`${base}/target-segments?rules=v2`, { headers: { authorization } }],
      [`${base}/target/ada/evaluations`, { headers: { authorization } }],
      [`${node.url}/client/auth`, { method: 'POST', body: JSON.stringify({ apiKey: sdkKey, target: { identifier: 'otto' } }) }],
    ];
    for (let turn = 0; !this.#isOver; turn++) {
      const [url, options] = questions[turn % questions.length] ?? [base, {}];
      if (node.isUp) await this.#ask(node, url, options);
      await delay(pauseMs);
    }
  }

  async #ask(node: Asked, url: string, options: RequestInit): Promise<void> {
    const { epoch } = node;
    const askedAt = performance.now();
    const outcome = await statusOf(url, options);
    if (node.epoch !== epoch) return;

    this.answered++;
    const tookMs = performance.now() - askedAt;
    this.slowestMs = Math.max(this.slowestMs, tookMs);
    if (outcome !== '200' || tookMs > slowMs) this.faults.push(`${node.name} ${url}: ${outcome} after ${Math.round(tookMs)} ms`);
  }
}

async function statusOf(url: string, options: RequestInit): Promise<string> {
  try {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(20_000) });
    await answer.arrayBuffer();
    return String(answer.status);
  } catch (error) {
    return error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error);
  }
}
