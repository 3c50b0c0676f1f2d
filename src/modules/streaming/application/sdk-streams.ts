import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { RelayConfig } from '../../../config/relay-config.js';
import { RELAY_CONFIG } from '../../../config/relay-config.token.js';
import type { ConfigurationChange, PastChange } from '../../../kernel/changes.js';
import type { AuthKeyHash, EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { Tracing } from '../../../kernel/tracing.js';
import { RelayMetrics } from '../../../prometheus/relay-metrics.js';
import { EnvironmentStreams } from '../domain/environment-streams.js';
import { KeepAliveWheel } from '../domain/keep-alive-wheel.js';
import type { RecentFrame } from '../domain/recent-item.js';
import { SdkStream, type StreamOutput, type StreamOwner } from '../domain/sdk-stream.js';

/** Streams end this far apart, and all of them within the longest spread: most SDKs come back a fixed or short time after the end. */
const spreadMsPerStream = 5;
const longestSpreadMs = 2_500;
const spreadStepMs = 20;

/** Every open SDK stream of this node: accepts, fans out, keeps alive, closes. */
@Injectable()
export class SdkStreams implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #environments = new Map<EnvironmentId, EnvironmentStreams>();
  readonly #wheel: KeepAliveWheel;
  #isStopped = false;

  constructor(
    @Inject(RELAY_CONFIG) private readonly config: RelayConfig,
    private readonly metrics: RelayMetrics,
    private readonly tracing: Tracing,
    private readonly log: Log,
  ) {
    this.#wheel = new KeepAliveWheel(config.streams.maxAgeMs, (stream) => this.#end(stream));
  }

  onApplicationBootstrap(): void {
    this.#wheel.start();
  }

  onModuleDestroy(): void {
    this.#isStopped = true;
    this.#wheel.stop();
    this.closeAll('shutdown');
  }

  get open(): number {
    return this.#wheel.size;
  }

  /** Whether no further stream can be taken. */
  get full(): boolean {
    const { maxConnections } = this.config.streams;
    return this.#isStopped || maxConnections > 0 && this.open >= maxConnections;
  }

  /**
   * Takes over a response whose head has been sent. `issuedAt` is the token's, in Unix seconds: nothing older is replayed,
   * since the SDK read everything after it. `everything` makes an SDK read it all again, where the history is too short.
   * Returns what to call once the connection is closed.
   */
  accept(owner: StreamOwner, output: StreamOutput, issuedAt: number, everything: () => readonly RecentFrame[]): () => void {
    const environment = this.#environment(owner.environment);
    const stream = new SdkStream(owner, output, environment.missedSince(issuedAt, Date.now(), everything));
    environment.streams.add(stream);
    this.#wheel.add(stream);
    this.metrics.sdkSubscriptions.inc({ topic: owner.environment });
    this.metrics.openStreams.set(this.open);
    stream.open(performance.now());
    return () => {
      stream.forget();
      this.#remove(stream);
    };
  }

  /** Sends a change to every stream of its environment and keeps it for those that are between two streams. */
  deliver(change: ConfigurationChange): void {
    const environment = this.#environment(change.environment);
    const span = this.tracing.begin('sdk.write', { kind: 'producer', attributes: { 'ff.environment': change.environment, 'ff.streams': environment.streams.size } });
    const isNews = environment.deliver(change, Date.now());
    span.end();
    if (!isNews) return;
    this.metrics.sdkMessages.inc({ topic: change.environment, error: 'false' });
  }

  /** Sends a change again that has been delivered: what SDKs read on it then may have been older. */
  repeat(change: ConfigurationChange): void {
    this.#environments.get(change.environment)?.repeat(change);
  }

  /** Sends again whatever was delivered since `at` (Unix milliseconds). */
  repeatSince(at: number): void {
    for (const environment of this.#environments.values()) environment.repeatSince(at, Date.now());
  }

  /** Changes from before all that this node has told, oldest first: kept for those that are between two streams, and told to those that may have missed them. */
  remember(past: readonly PastChange[]): void {
    const byEnvironment = new Map<EnvironmentId, PastChange[]>();
    for (const each of past) byEnvironment.set(each.change.environment, [...(byEnvironment.get(each.change.environment) ?? []), each]);
    for (const [environment, changes] of byEnvironment) this.#environment(environment).remember(changes, Date.now());
  }

  /** The deletions of late that SDKs have to hear of who have missed them. */
  endings(): readonly ConfigurationChange[] {
    return [...this.#environments.values()].flatMap((environment) => environment.endings(Date.now()));
  }

  /** What was told of late, of each item the last. */
  lastWords(environment: EnvironmentId): readonly ConfigurationChange[] {
    return this.#environments.get(environment)?.lastWords(Date.now()) ?? [];
  }

  /** An environment is new here: what happened to it before is not known. */
  begin(environment: EnvironmentId): void {
    this.#environment(environment);
  }

  /**
   * Ends every stream for a shutdown, one after the other, so that their SDKs do not come back all at once, and within `withinMs` if that
   * is long enough, but as late as that allows: SDKs that come back early would be sent here again. Until its end each gets its events.
   */
  async drain(withinMs: number): Promise<void> {
    await delay(withinMs - this.#spreadMs(this.open));
    const streams = [...this.#environments.values()].flatMap((environment) => [...environment.streams]);
    const spreadMs = this.#spreadMs(streams.length);
    const startedAt = performance.now();
    this.log.info({ streams: streams.length, spreadMs }, 'SDK streams are being closed');
    for (let ended = 0; ended < streams.length && !this.#isStopped; await delay(spreadStepMs)) {
      const due = Math.ceil((streams.length * (performance.now() - startedAt + spreadStepMs)) / spreadMs);
      for (const stream of streams.slice(ended, due)) this.#end(stream);
      ended = due;
    }
  }

  #spreadMs(streams: number): number {
    return Math.min(longestSpreadMs, streams * spreadMsPerStream);
  }

  closeAll(reason: string): void {
    for (const environment of this.#environments.keys()) this.#closeWhere(environment, reason, () => true);
  }

  /** Ends the streams of one environment whose changes do not arrive; what was told before stays known. */
  interruptEnvironment(environment: EnvironmentId, reason: string): void {
    this.#closeWhere(environment, reason, () => true);
  }

  /** The environment is gone. */
  closeEnvironment(environment: EnvironmentId, reason: string): void {
    this.#closeWhere(environment, reason, () => true);
    this.#environments.delete(environment);
  }

  closeKey(environment: EnvironmentId, key: AuthKeyHash, reason: string): void {
    this.#closeWhere(environment, reason, (stream) => stream.owner.key === key);
  }

  #closeWhere(environment: EnvironmentId, reason: string, wanted: (stream: SdkStream) => boolean): void {
    const closing = [...(this.#environments.get(environment)?.streams ?? [])].filter(wanted);
    for (const stream of closing) this.#end(stream);
    if (closing.length > 0) this.log.info({ environment, reason, streams: closing.length }, 'SDK streams closed');
  }

  #environment(id: EnvironmentId): EnvironmentStreams {
    const known = this.#environments.get(id);
    if (known) return known;
    const written = (heardAt: number) => this.metrics.propagationDelay.observe(Math.max(0, Date.now() - heardAt) / 1000);
    const created = new EnvironmentStreams(this.config.streams.replayMs, Date.now(), (stream) => this.#evict(stream), written);
    this.#environments.set(id, created);
    return created;
  }

  #end(stream: SdkStream): void {
    this.#remove(stream);
    stream.end();
  }

  /** The SDK reconnects and is caught up; meanwhile it holds up nobody else. */
  #evict(stream: SdkStream): void {
    this.#remove(stream);
    stream.destroy();
    this.metrics.evictedStreams.inc();
    this.log.warn({ environment: stream.owner.environment }, 'SDK stream dropped: its reader is too slow');
  }

  #remove(stream: SdkStream): void {
    this.#environments.get(stream.owner.environment)?.streams.delete(stream);
    this.#wheel.remove(stream);
    this.metrics.openStreams.set(this.open);
  }
}
