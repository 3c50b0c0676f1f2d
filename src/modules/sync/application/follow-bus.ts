import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { ConfigurationChange, InventoryChange, RelayChange, StreamState } from '../../../kernel/changes.js';
import type { EnvironmentId } from '../../../kernel/configuration.js';
import { Log } from '../../../kernel/log.js';
import { EventBusPort } from '../../../ports/event-bus.port.js';
import { FreshnessPort } from '../../../ports/freshness.port.js';
import { LeadershipPort } from '../../../ports/leadership.port.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { SdkStreams } from '../../streaming/index.js';
import { AnnouncedLedger } from '../domain/announced-ledger.js';
import { isHeld } from '../domain/is-held.js';
import { EnvironmentMirror } from './environment-mirror.js';
import { FirstHand } from './first-hand.js';
import { FollowLeader } from './follow-leader.js';
import { KeepCacheWhole } from './keep-cache-whole.js';
import { LateChanges } from './late-changes.js';
import { UntoldRounds } from './untold-rounds.js';

/** How often the cache is looked at again that has shown less than is held. */
const rereadMs = 1_000;

const firstRetryMs = 500;
const maxRetryMs = 10_000;

/**
 * Follows what the bus tells and passes it on to this node's SDK streams, each change only once its data is in memory. On the
 * node that leads the data is there already; on all others it is read from the cache.
 */
@Injectable()
export class FollowBus implements OnModuleInit, OnModuleDestroy {
  readonly #stopping = new AbortController();
  readonly #looked = new AbortController();
  readonly #ledger = new AnnouncedLedger();
  readonly #late = new LateChanges(
    (change) => this.#hasComeByNow(change),
    (change) => this.#tell(change),
  );
  readonly #untold: UntoldRounds;
  #unfollow: (() => void) | undefined;
  #isComparing = false;
  #isRereading = false;
  #rereading: NodeJS.Timeout | undefined;

  constructor(
    private readonly bus: EventBusPort,
    private readonly mirror: EnvironmentMirror,
    private readonly firstHand: FirstHand,
    private readonly keeper: KeepCacheWhole,
    private readonly leadership: LeadershipPort,
    private readonly leader: FollowLeader,
    private readonly freshness: FreshnessPort,
    private readonly readModel: ReadModel,
    private readonly state: RelayState,
    private readonly streams: SdkStreams,
    private readonly log: Log,
  ) {
    this.#untold = new UntoldRounds(readModel, (environment) => this.#tellUntold(environment));
  }

  onModuleInit(): void {
    this.freshness.guard({
      revisions: (environment, part) => this.readModel.environment(environment)?.config.revisions?.[part] ?? [],
      isAhead: (environment) => (environment === undefined ? this.firstHand.isWhole : this.firstHand.covers(environment)),
      load: (environment) => this.#load(environment),
      recovered: (since) => this.streams.repeatSince(since),
      environmentOf: (key) => this.readModel.environmentOfKey(key),
    });
    this.#untold.start();
    this.#rereading = setInterval(() => void this.#reread(), rereadMs).unref();
    this.#unfollow = this.bus.follow({
      resume: () => this.#compare().finally(() => this.#looked.abort()),
      past: (change, at) => this.streams.remember(change, at),
      change: (change) => this.#follow(change),
      away: () => this.#lose(),
      again: (change) => this.streams.repeat(change),
      streamState: (state, interrupted) => this.#hear(state, interrupted),
    });
  }

  /** Resolves once the cache has been read for the first time, or could not be. */
  async firstLook(): Promise<void> {
    if (!this.#looked.signal.aborted) await once(this.#looked.signal, 'abort');
  }

  onModuleDestroy(): void {
    this.#stopping.abort();
    clearInterval(this.#rereading);
    this.#late.stop();
    this.#untold.stop();
    this.#unfollow?.();
  }

  /** A leader that may not be one any more finds out first: while it is, the cache is behind its memory. */
  async #load(environment: EnvironmentId): Promise<void> {
    if (this.firstHand.covers(environment)) await this.leadership.confirm();
    this.#tellInventory(await this.mirror.load(environment));
  }

  /** A leader's memory is the truth, and the cache may have lost it; for all others it is the other way round. */
  async #compare(): Promise<void> {
    if (this.firstHand.isWhole) return this.keeper.execute();
    this.#tellInventory(await this.mirror.loadAll());
    for (const environment of this.readModel.environmentIds()) {
      this.readModel.ages.caughtUp(environment);
      this.#tellUntold(environment);
    }
    if (this.readModel.size > 0) this.state.configIs('SYNCED');
    await this.leader.readState();
  }

  async #follow(change: RelayChange): Promise<void> {
    if (change.domain !== 'proxy') {
      this.#late.hurry(change);
      this.mirror.expect(change);
      if (!this.state.isLeading) this.readModel.ages.awaits(change.environment);
    }
    let isLate = false;
    try {
      isLate = !(await this.#catchUp(change));
    } catch (error) {
      this.log.warn({ err: error, event: change.event }, 'a change could not be read from the cache: comparing everything');
      this.compareSoon();
      return;
    }
    if (change.domain === 'proxy') this.#tellInventory([change]);
    else if (isLate) this.#late.wait(change);
    else this.#tell(change);
  }

  /** Whether what the change is about is in memory now. Rejects with CacheUnavailable. */
  async #catchUp(change: RelayChange): Promise<boolean> {
    if (change.domain !== 'proxy') return this.firstHand.covers(change.environment) || this.#isHeld(change) || this.#hasCome(change);
    await this.#catchUpInventory(change);
    return true;
  }

  async #catchUpInventory(change: InventoryChange): Promise<void> {
    switch (change.event) {
      case 'environmentsAdded':
      case 'environmentsRemoved':
        for (const environment of change.environments) this.#tellInventory(await this.mirror.load(environment));
        return;
      case 'apiKeyAdded':
      case 'apiKeyRemoved':
        this.#tellInventory(await this.mirror.load(change.environment));
        return;
      case 'proxyKeyDeleted':
        this.#tellInventory(await this.mirror.loadAll());
        return;
      default:
        return change satisfies never;
    }
  }

  async #hasCome(change: ConfigurationChange): Promise<boolean> {
    this.#tellInventory(await this.mirror.load(change.environment));
    return this.#isHeld(change);
  }

  async #reread(): Promise<void> {
    if (this.#isRereading) return;
    this.#isRereading = true;
    for (const environment of this.mirror.doubtful) {
      try {
        this.#tellInventory(await this.mirror.load(environment));
      } catch {
        this.compareSoon();
      }
    }
    this.#isRereading = false;
  }

  async #hasComeByNow(change: ConfigurationChange): Promise<boolean> {
    try {
      return await this.#hasCome(change);
    } catch {
      this.compareSoon();
      return false;
    }
  }

  #isHeld(change: ConfigurationChange): boolean {
    return isHeld(change, this.readModel.environment(change.environment)?.config);
  }

  #tell(change: ConfigurationChange): void {
    const config = this.readModel.environment(change.environment)?.config;
    if (!this.state.isLeading) this.readModel.ages.caughtUp(change.environment);
    if (!config) return;
    for (const missed of this.#ledger.before(change, config)) this.streams.deliver(missed);
    this.#ledger.note(change, config);
    this.#untold.doubt(change.environment);
    this.streams.deliver(change);
  }

  /** Of what the leader finds it tells all nodes: the event may have been lost with a former leader, and nodes that start are to know of it. */
  #tellUntold(environment: EnvironmentId): void {
    const config = this.readModel.environment(environment)?.config;
    for (const untold of config ? this.#ledger.untold(config) : []) {
      // An event may have been told before its data was there: SDKs have read what was there then.
      const change = { ...untold, isCorrection: true };
      if (this.state.isLeading) void this.bus.publish(change);
      else this.streams.deliver(change);
    }
  }

  #tellInventory(changes: readonly RelayChange[]): void {
    for (const change of changes) {
      if (change.domain !== 'proxy') continue;
      if (change.event === 'environmentsAdded') for (const environment of change.environments) this.#begin(environment);
      if (change.event === 'environmentsRemoved') for (const environment of change.environments) this.#end(environment);
      if (change.event === 'apiKeyRemoved') this.streams.closeKey(change.environment, change.authKey, 'key removed');
    }
  }

  /** One that is known already was only new to whoever tells of it: SDKs are told what is new about it. */
  #begin(environment: EnvironmentId): void {
    this.streams.begin(environment);
    this.#tellUntold(environment);
  }

  #end(environment: EnvironmentId): void {
    if (this.readModel.environment(environment)) return;
    this.#ledger.end(environment);
    this.streams.closeEnvironment(environment, 'environment removed');
  }

  #lose(): void {
    this.#looked.abort();
    if (!this.state.isLeading) this.leader.away();
  }

  #hear(state: StreamState['state'], interrupted: readonly EnvironmentId[]): void {
    if (!this.state.isLeading) this.leader.hear(state, interrupted);
  }

  /** Until it succeeds: a change that was not passed on must not stay unknown. */
  compareSoon(): void {
    if (this.#isComparing) return;
    this.#isComparing = true;
    void this.#compareUntilDone().finally(() => {
      this.#isComparing = false;
    });
  }

  async #compareUntilDone(): Promise<void> {
    for (let retryMs = firstRetryMs; !this.#stopping.signal.aborted; retryMs = Math.min(maxRetryMs, retryMs * 2)) {
      await this.#pause(retryMs);
      try {
        await this.#compare();
        return;
      } catch (error) {
        this.log.debug({ err: error }, 'the cache could not be compared');
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
