import { Injectable } from '@nestjs/common';
import type { ConfigurationChange, PastChange, RelayChange, StreamState } from '../../kernel/changes.js';
import { Log } from '../../kernel/log.js';
import type { BusFollower, EventBusPort } from '../../ports/event-bus.port.js';

const mostHeld = 10_000;
const longestRetryMs = 2_000;
const longestHistory = 1_000;

/** The bus of a single node: publishing is delivering, and of the past it knows what it is given. */
@Injectable()
export class MemoryEventBus implements EventBusPort {
  readonly #followings = new Set<Following>();
  #history: readonly RelayChange[] = [];

  constructor(
    private readonly log: Log,
    private readonly past: readonly PastChange[] = [],
  ) {}

  async publish(change: RelayChange): Promise<void> {
    this.#history = [...this.#history.slice(1 - longestHistory), change];
    await Promise.all([...this.#followings].map((following) => following.take(change)));
  }

  async publishStreamState(state: StreamState): Promise<void> {
    for (const following of this.#followings) following.streamState(state);
  }

  async history(): Promise<readonly RelayChange[]> {
    return this.#history;
  }

  async untold(): Promise<readonly ConfigurationChange[]> {
    return [];
  }

  follow(follower: BusFollower): () => void {
    const following = new Following(follower, this.log);
    this.#followings.add(following);
    following.past(this.past);
    void following.resume();
    return () => {
      following.end();
      this.#followings.delete(following);
    };
  }
}

/** One follower, who hears one thing at a time and nothing while it resumes. */
class Following {
  #turn: Promise<void> = Promise.resolve();
  #held: RelayChange[] | undefined = [];
  #hasMissed = false;
  #hasEnded = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly follower: BusFollower,
    private readonly log: Log,
  ) {}

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

  past(changes: readonly PastChange[]): void {
    try {
      if (changes.length > 0) this.follower.past(changes);
    } catch (error) {
      this.log.error({ err: error }, 'a follower of the event bus failed');
    }
  }

  streamState({ state, interrupted = [] }: StreamState): void {
    try {
      this.follower.streamState(state, interrupted);
    } catch (error) {
      this.log.error({ err: error, state }, 'a follower of the event bus failed');
    }
  }

  async resume(attempt = 0): Promise<void> {
    this.#held ??= [];
    this.#hasMissed = false;
    await this.#turn;
    const isDone = (await this.#hasResumed()) && !this.#hasMissed;
    const held = this.#held;
    this.#held = undefined;
    for (const change of held) void this.take(change);
    if (!isDone && !this.#hasEnded) this.#retry = setTimeout(() => void this.resume(attempt + 1), Math.min(longestRetryMs, 50 * 2 ** attempt));
  }

  end(): void {
    this.#hasEnded = true;
    clearTimeout(this.#retry);
  }

  async #hasResumed(): Promise<boolean> {
    try {
      if (!this.#hasEnded) await this.follower.resume();
      return true;
    } catch (error) {
      this.log.error({ err: error }, 'a follower of the event bus could not resume');
      return false;
    }
  }

  async #tell(change: RelayChange): Promise<void> {
    if (this.#hasEnded) return;
    try {
      await this.follower.change(change);
    } catch (error) {
      this.log.error({ err: error, event: change.event, domain: change.domain }, 'a follower of the event bus failed');
    }
  }
}
