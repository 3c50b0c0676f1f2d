import { setTimeout as delay } from 'node:timers/promises';
import { openStream, itemsRead, type AnSdk } from '../streaming/an-sdk.js';
import { until } from '../../support/until.js';

/** Between attempts while streams are refused. */
const retryMs = 50;

/**
 * A server SDK as the strictest of them behave: reads all flags once, then only what events name, drops a version that is not
 * higher than its own, and reconnects without reading again.
 */
export class FollowingSdk {
  readonly held = new Map<string, number>();
  /** How many it was given so far. */
  streams = 0;
  #isStopped = false;
  #ended: Promise<void> = Promise.resolve();

  private constructor(
    private readonly url: string,
    private readonly sdk: AnSdk,
  ) {}

  static async start(url: string, sdk: AnSdk): Promise<FollowingSdk> {
    const following = new FollowingSdk(url, sdk);
    for (const [flag, version] of Object.entries(await itemsRead(url, sdk))) following.held.set(flag, version);
    following.#ended = following.#follow();
    return following;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#ended;
  }

  async #follow(): Promise<void> {
    while (!this.#isStopped) {
      const stream = await openStream(this.url, this.sdk).catch(() => undefined);
      if (stream?.status !== 200) {
        stream?.close();
        await delay(retryMs);
        continue;
      }
      this.streams++;
      for (let heard = 0; !this.#isStopped; ) {
        await until(() => this.#isStopped || stream.ended || stream.events.length > heard, 180_000);
        const event = stream.events[heard];
        if (!event && stream.ended) break;
        if (!event) continue;
        heard++;
        if (event['domain'] === 'flag') await this.#hear(String(event['event']), String(event['identifier']));
      }
      stream.close();
      await new Promise(setImmediate);
    }
  }

  async #hear(event: string, flag: string): Promise<void> {
    if (event === 'delete') {
      this.held.delete(flag);
      return;
    }
    const response = await fetch(`${this.url}/client/env/${this.sdk.environment}/feature-configs/${flag}?cluster=1`, { headers: this.sdk.headers });
    if (response.status !== 200) return;
    const { version } = (await response.json()) as { version: number };
    if (version > (this.held.get(flag) ?? 0)) this.held.set(flag, version);
  }
}
