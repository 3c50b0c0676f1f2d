import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { Log } from '../../../kernel/log.js';
import { LeadershipPort } from '../../../ports/leadership.port.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { CompareWithCache } from './compare-with-cache.js';
import { FirstHand } from './first-hand.js';
import { FollowBus } from './follow-bus.js';
import { FollowLeader, heartbeatMs } from './follow-leader.js';
import { FollowUpstream } from './follow-upstream.js';
import { KeepCacheWhole } from './keep-cache-whole.js';
import { PollTargets } from './poll-targets.js';
import { TellStreamState } from './tell-stream-state.js';

/** A fetch that hangs must not hold up the end of the process. */
const stopWithinMs = 1_000;

/** A large configuration takes a while to read; a cache that is away says so sooner. */
const lookWithinMs = 10_000;

/** Follows the upstream while this node leads, and only then. */
@Injectable()
export class LeadWhenElected implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  readonly #ending = new AbortController();
  #following: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly leadership: LeadershipPort,
    private readonly followUpstream: FollowUpstream,
    private readonly pollTargets: PollTargets,
    private readonly tellState: TellStreamState,
    private readonly leader: FollowLeader,
    private readonly followBus: FollowBus,
    private readonly compare: CompareWithCache,
    private readonly firstHand: FirstHand,
    private readonly keeper: KeepCacheWhole,
    private readonly state: RelayState,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.leadership.campaign(
      (lost) => this.#lead(lost),
      (mayBeAhead) => this.#granted(mayBeAhead),
    );
  }

  /** Nothing more is learned; what is still to be written and posted is written under the lease. */
  async onModuleDestroy(): Promise<void> {
    this.#ending.abort();
    await Promise.race([this.#following, pause(stopWithinMs)]);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.race([this.leadership.resign(), pause(stopWithinMs)]);
  }

  /** One spell: from the moment this node leads until another one does. */
  async #lead(lost: AbortSignal): Promise<void> {
    const heartbeat = setInterval(() => this.tellState.execute(), heartbeatMs);
    lost.addEventListener('abort', () => this.#end(), { once: true });
    this.#begin();
    try {
      const stop = AbortSignal.any([lost, this.#ending.signal]);
      // What the cache holds is what SDKs were told of: without it nobody would hear of what went while nobody led.
      await Promise.race([this.followBus.firstLook(), pause(lookWithinMs)]);
      this.#following = Promise.all([this.followUpstream.execute(stop), this.pollTargets.execute(stop)]);
      await this.#following;
      if (this.#ending.signal.aborted && !lost.aborted) await once(lost, 'abort');
    } finally {
      clearInterval(heartbeat);
      if (this.firstHand.isOpen) this.#end();
    }
  }

  #begin(): void {
    this.leader.stop();
    this.firstHand.begin();
    this.keeper.begin();
    this.state.isLeading = true;
  }

  #granted(mayBeAhead: boolean): void {
    this.keeper.granted(mayBeAhead && this.state.stream.state !== 'CONNECTED');
    this.tellState.execute();
  }

  /** At once: from here on the cache is ahead of memory, and whoever leads tells its state there. */
  #end(): void {
    this.firstHand.end();
    this.keeper.end();
    this.state.isLeading = false;
    if (this.#ending.signal.aborted) return;
    this.log.warn({}, 'leadership lost: following');
    this.compare.soon();
  }
}

function pause(ms: number): Promise<void> {
  return delay(ms, undefined, { ref: false });
}
