import type { RunningRelay } from '../../support/relay.js';
import { aRelay } from '../../support/relay.js';
import { until } from '../../support/until.js';
import type { StandInSaas } from '../../saas/stand-in-saas.mjs';
import { openStream, type AnSdk } from '../streaming/an-sdk.js';
import type { RawStream } from '../streaming/raw-stream.js';

interface Health {
  readonly configStatus: { readonly state: string };
  readonly streamStatus: { readonly state: string };
}

/** A relay in this process, with the SDK streams that a test opens at it. */
export class RelayUnderTest {
  readonly #streams: RawStream[] = [];

  private constructor(readonly running: RunningRelay) {}

  static async start(saas: StandInSaas, env: Record<string, string> = {}): Promise<RelayUnderTest> {
    return new RelayUnderTest(await aRelay(saas, env));
  }

  get url(): string {
    return this.running.url;
  }

  async health(): Promise<{ status: number; body: Partial<Health> }> {
    const response = await fetch(`${this.url}/health`);
    return { status: response.status, body: (await response.json()) as Partial<Health> };
  }

  async ready(): Promise<{ status: number; text: string }> {
    const response = await fetch(`${this.url}/health/ready`);
    return { status: response.status, text: await response.text() };
  }

  untilStream(state: string): Promise<unknown> {
    return until(async () => (await this.health()).body.streamStatus?.state === state);
  }

  /** Resolves with an accepted stream, however long SaaS takes to come back. */
  async stream(sdk: AnSdk): Promise<RawStream> {
    return until(async () => {
      const stream = await openStream(this.url, sdk);
      this.#streams.push(stream);
      return stream.status === 200 ? stream : undefined;
    });
  }

  logged(part: object): boolean {
    return this.running.logs.some((line) => Object.entries(part).every(([name, value]) => line[name] === value));
  }

  async close(): Promise<void> {
    for (const stream of this.#streams) stream.close();
    await this.running.close();
  }
}
