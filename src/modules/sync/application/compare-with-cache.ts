import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Log } from '../../../kernel/log.js';
import { ReadModel } from '../../../read-model/read-model.js';
import { RelayState } from '../../../read-model/relay-state.js';
import { EnvironmentMirror } from './environment-mirror.js';
import { FirstHand } from './first-hand.js';
import { FollowLeader } from './follow-leader.js';
import { KeepCacheWhole } from './keep-cache-whole.js';
import { RetellEndings } from './retell-endings.js';
import { TellSdks } from './tell-sdks.js';

const firstRetryMs = 500;
const maxRetryMs = 10_000;

/** Makes memory and cache equal where changes may have been missed, and tells SDKs what was. */
@Injectable()
export class CompareWithCache implements OnModuleDestroy {
  readonly #stopping = new AbortController();
  #isDue = false;

  constructor(
    private readonly mirror: EnvironmentMirror,
    private readonly firstHand: FirstHand,
    private readonly keeper: KeepCacheWhole,
    private readonly retell: RetellEndings,
    private readonly leader: FollowLeader,
    private readonly readModel: ReadModel,
    private readonly state: RelayState,
    private readonly tellSdks: TellSdks,
    private readonly log: Log,
  ) {}

  onModuleDestroy(): void {
    this.#stopping.abort();
  }

  /** A leader's memory is the truth, and the cache may have lost it; for all others it is the other way round. Rejects with CacheUnavailable. */
  async execute(): Promise<void> {
    if (this.firstHand.isWhole) {
      await this.keeper.execute();
      return this.retell.execute();
    }
    this.tellSdks.inventory(await this.mirror.loadAll());
    for (const environment of this.readModel.environmentIds()) {
      this.readModel.ages.caughtUp(environment);
      this.tellSdks.untold(environment);
    }
    if (this.readModel.size > 0) this.state.configIs('SYNCED');
    await this.leader.readState();
  }

  /** Until it succeeds: a change that was not passed on must not stay unknown. */
  soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    void this.#untilDone().finally(() => {
      this.#isDue = false;
    });
  }

  async #untilDone(): Promise<void> {
    const { signal } = this.#stopping;
    for (let retryMs = firstRetryMs; !signal.aborted; retryMs = Math.min(maxRetryMs, retryMs * 2)) {
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        return await this.execute();
      } catch (error) {
        this.log.debug({ err: error }, 'the cache could not be compared');
      }
    }
  }
}
