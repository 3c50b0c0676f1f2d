import { once } from 'node:events';
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
import { isHeld } from '../domain/is-held.js';
import { CompareWithCache } from './compare-with-cache.js';
import { EnvironmentMirror } from './environment-mirror.js';
import { FirstHand } from './first-hand.js';
import { FollowLeader } from './follow-leader.js';
import { LateChanges } from './late-changes.js';
import { LookForMissed } from './look-for-missed.js';
import { TellSdks } from './tell-sdks.js';

/** How often the cache is looked at again that has shown less than is held. */
const rereadMs = 1_000;

/**
 * Follows what the bus tells and passes it on to this node's SDK streams, each change only once its data is in memory. On the
 * node that leads the data is there already; on all others it is read from the cache.
 */
@Injectable()
export class FollowBus implements OnModuleInit, OnModuleDestroy {
  readonly #looked = new AbortController();
  readonly #late = new LateChanges(
    (change) => this.#hasComeByNow(change),
    (change) => this.tellSdks.change(change),
  );
  #unfollow: (() => void) | undefined;
  #isRereading = false;
  #rereading: NodeJS.Timeout | undefined;

  constructor(
    private readonly bus: EventBusPort,
    private readonly mirror: EnvironmentMirror,
    private readonly firstHand: FirstHand,
    private readonly compare: CompareWithCache,
    private readonly leadership: LeadershipPort,
    private readonly leader: FollowLeader,
    private readonly freshness: FreshnessPort,
    private readonly missed: LookForMissed,
    private readonly readModel: ReadModel,
    private readonly state: RelayState,
    private readonly tellSdks: TellSdks,
    private readonly streams: SdkStreams,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.freshness.guard({
      revisions: (environment, part) => this.readModel.environment(environment)?.config.revisions?.[part] ?? [],
      isAhead: (environment) => (environment === undefined ? this.firstHand.isWhole : this.firstHand.covers(environment)),
      load: (environment) => this.#loadConfirmed(environment),
      recovered: (since) => this.streams.repeatSince(since),
      environmentOf: (key) => this.readModel.environmentOfKey(key),
    });
    this.#rereading = setInterval(() => void this.#reread(), rereadMs).unref();
    this.#unfollow = this.bus.follow({
      resume: () => this.compare.execute().finally(() => this.#looked.abort()),
      past: (changes) => this.tellSdks.past(changes),
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
    clearInterval(this.#rereading);
    this.#late.stop();
    this.#unfollow?.();
  }

  /** A leader that may not be one any more finds out first: while it is, the cache is behind its memory. */
  async #loadConfirmed(environment: EnvironmentId): Promise<void> {
    if (this.firstHand.covers(environment)) await this.leadership.confirm();
    await this.#load(environment);
  }

  async #load(environment: EnvironmentId): Promise<void> {
    this.tellSdks.inventory(await this.mirror.load(environment));
  }

  async #follow(change: RelayChange): Promise<void> {
    if (change.domain !== 'proxy') {
      this.#late.hurry(change);
      if (!change.isRetold) this.mirror.expect(change);
      if (!this.state.isLeading) this.readModel.ages.awaits(change.environment);
    }
    let isLate = false;
    try {
      isLate = !(await this.#catchUp(change));
    } catch (error) {
      this.log.warn({ err: error, event: change.event }, 'a change could not be read from the cache: comparing everything');
      this.compare.soon();
      return;
    }
    if (change.domain === 'proxy') this.tellSdks.inventory([change]);
    else if (isLate) this.#late.wait(change);
    else this.tellSdks.change(change);
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
        for (const environment of change.environments) await this.#load(environment);
        return;
      case 'apiKeyAdded':
      case 'apiKeyRemoved':
        return this.#load(change.environment);
      case 'proxyKeyDeleted':
        this.tellSdks.inventory(await this.mirror.loadAll());
        return;
      default:
        return change satisfies never;
    }
  }

  async #hasCome(change: ConfigurationChange): Promise<boolean> {
    this.tellSdks.inventory(await (change.isRetold ? this.mirror.loadAnew(change) : this.mirror.load(change.environment)));
    return this.#isHeld(change);
  }

  async #hasComeByNow(change: ConfigurationChange): Promise<boolean> {
    try {
      return await this.#hasCome(change);
    } catch {
      this.compare.soon();
      return false;
    }
  }

  #isHeld(change: ConfigurationChange): boolean {
    return isHeld(change, this.readModel.environment(change.environment)?.config);
  }

  async #reread(): Promise<void> {
    if (this.#isRereading) return;
    this.#isRereading = true;
    for (const environment of this.mirror.doubtful) {
      try {
        await this.#load(environment);
      } catch {
        this.compare.soon();
      }
    }
    this.#isRereading = false;
  }

  #lose(): void {
    this.#looked.abort();
    if (!this.state.isLeading) this.leader.away();
  }

  #hear(state: StreamState['state'], interrupted: readonly EnvironmentId[]): void {
    if (this.state.isLeading) return;
    const hasBegun = state === 'CONNECTED' && this.state.stream.state !== 'CONNECTED';
    this.leader.hear(state, interrupted);
    // Its predecessor may have written what it did not live to tell.
    if (hasBegun) void this.missed.round();
  }
}
