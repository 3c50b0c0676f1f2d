import type { ConfigurationChange, PastChange, RelayChange, StreamState } from '../../../kernel/changes.js';
import type { Log } from '../../../kernel/log.js';
import type { BusFollower } from '../../../ports/event-bus.port.js';
import { CacheUnavailable } from '../../../ports/cache.port.js';
import { reconnectDelayMs } from '../reconnect-delay.js';

const mostHeld = 10_000;

/** What a lane asks of the bus. */
export interface History {
  /** The last entry that was handed on; undefined while Redis has not been reached. */
  position(): Promise<string | undefined>;
  /** The window before that entry, without what this node said itself while it ran. */
  past(position: string): Promise<readonly PastChange[]>;
}

/** One follower, who hears one thing at a time and nothing while it resumes. */
export class FollowerLane {
  #turn: Promise<void> = Promise.resolve();
  #held: RelayChange[] | undefined;
  #hasMissed = false;
  #knowsPast = false;
  /** The last one heard while the past is not known: on CONNECTED SDKs come, who are to be told what they have missed. */
  #heldState: Pick<StreamState, 'state' | 'interrupted'> | undefined;
  #hasSaidAway = false;
  #hasEnded = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly follower: BusFollower,
    private readonly history: History,
    private readonly log: Log,
  ) {
    void this.#resume(0);
  }

  /** Resolves once the follower was told, or will be when it has resumed: whoever publishes while it resumes must not wait for itself. */
  async take(change: RelayChange): Promise<void> {
    if (!this.#held) {
      this.#turn = this.#turn.then(() => this.#tell(change));
      return this.#turn;
    }
    this.#held.push(change);
    if (this.#held.length > mostHeld) {
      this.#held.shift();
      this.#hasMissed = true;
    }
  }

  /** Behind what the follower is being told, and as little live as the past: while it resumes, that comes first. */
  again(change: ConfigurationChange): void {
    this.#turn = this.#turn.then(() => {
      if (!this.#hasEnded) this.follower.again(change);
    });
  }

  away(): void {
    this.#hasSaidAway = true;
    if (!this.#hasEnded) this.follower.away();
  }

  missed(): void {
    this.#hasMissed = true;
    if (!this.#held && this.#retry === undefined) void this.#resume(0);
  }

  streamState(told: Pick<StreamState, 'state' | 'interrupted'>): void {
    if (this.#knowsPast) this.#tellState(told);
    else this.#heldState = told;
  }

  #tellState({ state, interrupted = [] }: Pick<StreamState, 'state' | 'interrupted'>): void {
    try {
      this.follower.streamState(state, interrupted);
    } catch (err) {
      this.log.error({ err, state }, 'a follower of the event bus failed');
    }
  }

  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#retry);
  }

  async #resume(attempt: number): Promise<void> {
    this.#retry = undefined;
    this.#held = [];
    this.#hasMissed = false;
    await this.#turn;
    const isDone = (await this.#hasResumed()) && !this.#hasMissed;
    const held = this.#held;
    this.#held = undefined;
    for (const change of held) void this.take(change);
    if (isDone || this.#hasEnded) return;

    this.#retry = setTimeout(() => void this.#resume(attempt + 1), reconnectDelayMs(attempt + 1));
    this.#retry.unref();
  }

  async #hasResumed(): Promise<boolean> {
    if (this.#hasEnded) return true;
    try {
      const position = await this.history.position();
      if (position === undefined) throw new CacheUnavailable('Redis has not been reached yet');
      // Before the comparison: from then on SDKs may come, who are told what they have missed.
      if (!this.#knowsPast) await this.#tellPast(position);
      await this.follower.resume();
      return true;
    } catch (err) {
      // A Redis that is away, or that no primary has filled yet, is tried again: nobody has to act.
      if (err instanceof CacheUnavailable) this.log.warn({ reason: err.message }, 'a follower of the event bus could not resume');
      else this.log.error({ err }, 'a follower of the event bus could not resume');
      if (!this.#knowsPast && !this.#hasSaidAway) this.away();
      return false;
    }
  }

  async #tellPast(position: string): Promise<void> {
    const past = await this.history.past(position);
    this.#knowsPast = true;
    this.follower.past(past);
    if (this.#heldState) this.#tellState(this.#heldState);
    this.#heldState = undefined;
  }

  async #tell(change: RelayChange): Promise<void> {
    if (this.#hasEnded) return;
    try {
      await this.follower.change(change);
    } catch (err) {
      this.log.error({ err, event: change.event, domain: change.domain }, 'a follower of the event bus failed');
    }
  }
}
