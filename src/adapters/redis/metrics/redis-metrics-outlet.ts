import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import type { Log } from '../../../kernel/log.js';
import type { MetricsReport } from '../../../kernel/metrics-report.js';
import type { MetricsBatch, MetricsQueuePort } from '../../../ports/metrics-queue.port.js';
import type { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import type { Asking } from '../lease/redis-script.js';
import { reconnectDelayMs } from '../reconnect-delay.js';
import { SparseWarnings } from '../sparse-warnings.js';
import { entryPauseMs } from './entry-pause.js';
import { textOfEntry } from './stream-entry.js';
import { consumerGroup, streamKeys } from './stream-keys.js';
import { streamScripts } from './stream-scripts.js';

const limitMs = 1_500;

/** A request waits no longer for its report to be sent: it is in memory. */
const mostWaitedMs = 2_000;
const numberKeptMs = 3_600_000;

interface OutletOptions {
  /** Entries that the stream keeps. */
  readonly maxLength: number;
  /** Together with `maxLength` the bound of the stream in bytes. */
  readonly maxEntryBytes?: number;
  /** Between two entries of this node, or the stream would be cut before the leader has read it: it looks once a second. */
  readonly paceMs?: number;
}

/**
 * The queue of a replica: reports go to the stream that the leader reads. Requests that wait at the same time share entries, and
 * the fuller the stream is of what nobody has read, the longer they gather: a leader that died is not to cost what it has room for.
 * With Redis away `own` gathers them, which is bounded and counts what it gives up, until Redis takes them.
 */
export class RedisMetricsOutlet implements MetricsQueuePort, BeforeApplicationShutdown {
  readonly #warnings: SparseWarnings;
  readonly #maxLength: number;
  readonly #maxEntryBytes: number;
  readonly #paceMs: number;
  readonly #sender = randomUUID();
  readonly #ended = new AbortController();
  #waiting: readonly MetricsBatch[] = [];
  #number = 1;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #sentAt = -Infinity;
  #pauseMs = 0;
  #isStopped = false;

  constructor(
    private readonly redis: Asking,
    private readonly own: MetricsQueuePort,
    log: Log,
    private readonly metrics: Pick<RelayMetrics, 'metricsPublished'>,
    { maxLength, maxEntryBytes = 128 * 1024, paceMs = 20 }: OutletOptions,
  ) {
    this.#maxLength = maxLength;
    this.#maxEntryBytes = maxEntryBytes;
    this.#paceMs = paceMs;
    this.#warnings = new SparseWarnings(log, 'SDK metrics wait for Redis in memory');
  }

  /** Whether reports stay in `own` for now. */
  get isAway(): boolean {
    return this.#retry !== undefined || this.#isStopped;
  }

  /** Resolves once Redis has the report, or has turned out not to answer or to be too full to be given it soon. */
  async append(environment: EnvironmentId, report: MetricsReport): Promise<void> {
    await this.own.append(environment, report);
    const waited = new AbortController();
    await Promise.race([this.#sendAll(), delay(mostWaitedMs, undefined, { signal: waited.signal, ref: false }).catch(() => undefined)]);
    waited.abort();
  }

  async take(): Promise<readonly MetricsBatch[]> {
    return [];
  }

  onGathered(): void {}

  async beforeApplicationShutdown(): Promise<void> {
    this.#ended.abort();
    await this.#tryAgain();
    clearTimeout(this.#retry);
    this.#isStopped = true;
    await this.#giveBack(0);
  }

  async #tryAgain(): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    await this.#sendAll();
  }

  /** A run that starts after this call, shared by all who call before it starts. */
  #sendAll(): Promise<void> {
    this.#next ??= this.#paced().then(() => {
      this.#running = this.#next;
      this.#next = undefined;
      return this.#send();
    });
    return this.#next;
  }

  async #paced(): Promise<void> {
    await this.#running;
    await this.#pause(this.#sentAt + Math.max(this.#paceMs, this.#pauseMs) - performance.now());
  }

  /** Not at the end: then all is sent that can be. */
  async #pause(ms: number): Promise<void> {
    if (ms > 0) await delay(ms, undefined, { signal: this.#ended.signal }).catch(() => undefined);
  }

  async #send(): Promise<void> {
    // Redis has just not answered: nobody waits for it until it is asked again.
    if (this.#retry) return;

    try {
      await this.#sendWaiting();
      this.#waiting = await this.own.take(this.#maxEntryBytes);
      await this.#sendWaiting();
      this.#failures = 0;
    } catch (error) {
      this.#count('err_publishing');
      this.#warnings.warn({ reason: error instanceof Error ? error.message : 'unknown reason' });
      this.#failures += 1;
      // The first may be in Redis all the same: it is sent again as it is.
      await this.#giveBack(1);
      this.#retry = setTimeout(() => void this.#tryAgain(), reconnectDelayMs(this.#failures));
      this.#retry.unref();
    }
  }

  async #giveBack(from: number): Promise<void> {
    const left = this.#waiting.slice(from);
    this.#waiting = this.#waiting.slice(0, from);
    for (const batch of left) await batch.release();
  }

  async #sendWaiting(): Promise<void> {
    for (let [batch] = this.#waiting; batch; [batch] = this.#waiting) {
      await this.#pause(this.#sentAt + this.#pauseMs - performance.now());
      await this.#sendOne(batch);
      this.#sentAt = performance.now();
      this.#waiting = this.#waiting.slice(1);
    }
  }

  /** An entry without an answer is sent again under its number: the script knows it when it was taken all the same. */
  async #sendOne(batch: MetricsBatch): Promise<void> {
    const keys = [streamKeys.stream, streamKeys.aggregate, streamKeys.sent(this.#sender)];
    const unread = await streamScripts.append.run(this.redis, keys, [this.#number, consumerGroup, this.#maxLength, textOfEntry(batch), numberKeptMs], limitMs);
    this.#pauseMs = entryPauseMs(Number(unread) / this.#maxLength, this.#paceMs);
    this.#number += 1;
    this.#count('false');
    await batch.settle();
  }

  #count(error: string): void {
    this.metrics.metricsPublished.inc({ topic: streamKeys.stream, error });
  }
}
