import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { InventoryChange, StreamState } from '../../../kernel/changes.js';
import { Log } from '../../../kernel/log.js';
import { SaasClientPort, UpstreamUnavailable, type UpstreamStream } from '../../../ports/saas-client.port.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { SdkStreams } from '../../streaming/index.js';
import { InventoryLane } from '../domain/inventory-lane.js';
import { nextPauseMs } from '../domain/pause.js';
import { ChangeInventory } from './change-inventory.js';
import { MendEnvironments } from './mend-environments.js';
import { PollUpstream } from './poll-upstream.js';
import { RefreshEnvironment } from './refresh-environment.js';
import { ReportUpstream } from './report-upstream.js';
import { TellStreamState } from './tell-stream-state.js';

/**
 * The life of the upstream: fetch everything, follow the stream, and while it is down poll and try again. Every failure leads
 * back to the next attempt.
 */
@Injectable()
export class FollowUpstream {
  #stopping: AbortSignal = AbortSignal.abort();
  #stream: UpstreamStream | undefined;

  constructor(
    private readonly client: SaasClientPort,
    private readonly tellState: TellStreamState,
    private readonly poll: PollUpstream,
    private readonly refresh: RefreshEnvironment,
    private readonly inventory: ChangeInventory,
    private readonly mend: MendEnvironments,
    private readonly report: ReportUpstream,
    private readonly streams: SdkStreams,
    private readonly state: RelayState,
    private readonly log: Log,
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
  ) {}

  get #stopped(): boolean {
    return this.#stopping.aborted;
  }

  /** Goes on until `stopping` aborts; never twice at once. */
  async execute(stopping: AbortSignal): Promise<void> {
    this.#stopping = stopping;
    // What a former leader said of its stream says nothing of ours.
    if (this.state.stream.state === 'CONNECTED') this.#streamIs('INITIALIZING');
    const end = () => {
      this.poll.discount();
      this.#stream?.close();
    };
    stopping.addEventListener('abort', end, { once: true });
    try {
      await this.#run();
    } finally {
      stopping.removeEventListener('abort', end);
    }
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopped) {
      await this.#unlessStopped(this.poll.execute());
      if (this.#stopped) return;
      const connectedForMs = await this.#followStream();
      if (this.#stopped) return;
      const { pollIntervalMs } = this.config.saas;
      // A stream that held is worth a poll at once; one that broke off early must not make a loop of polls.
      failures = connectedForMs > pollIntervalMs ? 0 : failures + 1;
      if (connectedForMs > 0 && failures <= 1) continue;
      const served = this.state.config.state === 'SYNCED' && connectedForMs === 0;
      await this.#pause(nextPauseMs({ failures, pollIntervalMs, served }));
    }
  }

  /** Milliseconds for which the stream was connected; 0 when it never was. */
  async #followStream(): Promise<number> {
    let connectedAt: number | undefined;
    try {
      const opening = this.client.openStream();
      await this.#unlessStopped(opening);
      if (this.#stopped) {
        opening.then((stream) => stream.close()).catch(() => undefined);
        return 0;
      }
      const stream = await opening;
      this.#stream = stream;
      const lost = this.#consume(stream);
      // One more fetch with the stream open: nothing between the last fetch and the stream is missed.
      void this.poll.execute().then((unreached) => {
        if (!unreached) stream.close();
        else if (this.#stream === stream && !this.#stopped) {
          this.mend.unreached(unreached);
          connectedAt = performance.now();
          this.#streamIs('CONNECTED');
        }
      });
      await lost;
    } catch (error) {
      if (!this.#stopped) this.report.failed(error, 'the stream to SaaS is down');
    }
    this.#disconnected();
    return connectedAt === undefined ? 0 : performance.now() - connectedAt;
  }

  /** Resolves or rejects when the stream is lost. Waits for nothing else, so that the loss is seen at once. */
  async #consume(stream: UpstreamStream): Promise<void> {
    const lane = new InventoryLane((change) => this.#changeInventory(change, stream));
    try {
      for await (const change of stream.messages) {
        if (this.#stopped) return;
        if (change.domain === 'stream') this.mend.hear(change);
        else if (change.domain !== 'proxy') this.refresh.execute(change);
        else if (change.event === 'proxyKeyDeleted') return await this.#keyDeleted(change);
        else if (!lane.add(change)) throw new UpstreamUnavailable('The upstream changes its inventory faster than it answers');
      }
    } finally {
      lane.close();
      this.mend.end();
      this.refresh.streamLost();
      this.#stream = undefined;
      stream.close();
    }
  }

  async #changeInventory(change: InventoryChange, stream: UpstreamStream): Promise<void> {
    try {
      await this.inventory.execute(change);
    } catch (error) {
      this.log.warn({ err: error, event: change.event }, 'inventory change could not be applied: synchronising everything');
      // The whole configuration brings what the event announced.
      if (!(await this.poll.execute())) stream.close();
    }
  }

  async #keyDeleted(change: InventoryChange): Promise<void> {
    this.log.error({}, 'the proxy key was deleted: everything it gave access to is removed');
    this.poll.discount();
    this.#stream = undefined;
    this.#disconnected();
    this.state.upstreamFault = 'the proxy key was deleted';
    this.state.configIs('FAILED_TO_SYNC');
    await this.inventory.execute(change);
  }

  /** SDK streams are closed before anything else: from now on they would hide changes, and SDKs poll without one. */
  #disconnected(): void {
    if (this.#stopped || this.state.stream.state === 'DISCONNECTED') return;
    this.#streamIs('DISCONNECTED');
    this.streams.closeAll('SaaS stream lost');
  }

  #streamIs(state: StreamState['state']): void {
    this.state.streamIs(state);
    this.log.info({ state }, 'SaaS stream');
    this.tellState.execute();
  }

  /** An answer that hangs must not hold up the end. */
  async #unlessStopped(work: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    const stopped = new Promise<void>((resolve) => this.#stopping.addEventListener('abort', () => resolve(), { signal: over.signal }));
    await Promise.race([work, stopped]).finally(() => over.abort());
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping }).catch(() => undefined);
  }
}
