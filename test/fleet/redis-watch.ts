import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';

/** Reads flags in Redis again and again. Versions that fell are what must never happen. */
export class RedisWatch {
  /** Each version that was lower than one seen before. */
  readonly falls: string[] = [];
  reads = 0;
  readonly #highest = new Map<string, number>();
  #isOver = false;
  readonly #running: Promise<void>;

  constructor(
    private readonly client: Redis,
    private readonly environments: readonly string[],
  ) {
    this.#running = this.#watch();
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      for (const environment of this.environments) {
        const array = await this.client.get(`env-${environment}-feature-configs`);
        const flags = parsed(array) as readonly { readonly feature: string; readonly version: number }[];
        for (const flag of flags) this.#see(`${environment} ${flag.feature} in the array`, flag.version);
        for (const { feature } of flags) {
          const alone = parsed(await this.client.get(`env-${environment}-feature-config-${feature}`)) as { readonly version?: number };
          if (alone.version !== undefined) this.#see(`${environment} ${feature} alone`, alone.version);
        }
      }
      this.reads++;
      await delay(2);
    }
  }

  #see(what: string, version: number): void {
    const before = this.#highest.get(what) ?? 0;
    if (version < before) this.falls.push(`${what}: ${version} after ${before}`);
    else this.#highest.set(what, version);
  }
}

function parsed(text: string | null): unknown {
  return JSON.parse(text ?? '[]');
}
