import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Log } from '../../../kernel/log.js';
import { LeadershipPort } from '../../../ports/leadership.port.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { SdkStreams } from '../../streaming/index.js';
import { FollowLeader, heartbeatMs } from './follow-leader.js';
import { FollowUpstream } from './follow-upstream.js';
import { PollTargets } from './poll-targets.js';
import { Synchronise } from './synchronise.js';
import { TellStreamState } from './tell-stream-state.js';

/** A fetch that hangs must not hold up the end of the process. */
const stopWithinMs = 1_000;

/** Follows the upstream while this node leads, and only then. */
@Injectable()
export class LeadWhenElected implements OnApplicationBootstrap, OnModuleDestroy {
  #isEnding = false;

  constructor(
    private readonly leadership: LeadershipPort,
    private readonly followUpstream: FollowUpstream,
    private readonly synchronise: Synchronise,
    private readonly pollTargets: PollTargets,
    private readonly tellState: TellStreamState,
    private readonly leader: FollowLeader,
    private readonly state: RelayState,
    private readonly streams: SdkStreams,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.leadership.campaign((lost) => this.#lead(lost));
  }

  async onModuleDestroy(): Promise<void> {
    this.#isEnding = true;
    await Promise.race([this.leadership.resign(), delay(stopWithinMs, undefined, { ref: false })]);
  }

  /** One term: from the moment this node leads until it has lost that and written its last. */
  async #lead(lost: AbortSignal): Promise<void> {
    this.leader.stop();
    this.synchronise.beginTerm();
    this.state.isLeading = true;
    const heartbeat = setInterval(() => this.tellState.execute(), heartbeatMs);
    try {
      await Promise.all([this.followUpstream.execute(lost), this.pollTargets.execute(lost)]);
    } finally {
      clearInterval(heartbeat);
      this.state.isLeading = false;
      if (!this.#isEnding) this.#followAgain();
    }
  }

  /** Whoever leads next tells its state; until then changes would be hidden by open streams. */
  #followAgain(): void {
    this.log.warn({}, 'leadership lost: following');
    this.state.streamIs('DISCONNECTED');
    this.streams.closeAll('leadership lost');
  }
}
